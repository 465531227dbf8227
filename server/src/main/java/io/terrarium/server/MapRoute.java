package io.terrarium.server;

import io.helidon.webserver.CloseConnectionException;
import io.terrarium.Limits;
import io.terrarium.MapCall;
import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Program;
import io.terrarium.RowOutcome;
import io.terrarium.RowOutcomes;
import io.terrarium.config.ServerSettings;
import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.Json;
import io.terrarium.json.PlainJson;
import io.terrarium.json.RowDocument;
import io.terrarium.json.ValueJson;
import io.terrarium.value.BoolValue;
import io.terrarium.value.DictValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One function over rows that come in while what became of others goes out. What goes wrong once
 * the answer has begun is its last line.
 */
final class MapRoute {
  private static final List<String> LIMITS =
      List.of("wall_ms", "cpu_ms", "memory_bytes", "output_bytes");

  private final Wishes wishes;
  private final Programs programs;
  private final Operations operations;
  private final ServerSettings settings;

  MapRoute(Wishes wishes, Programs programs, Operations operations, ServerSettings settings) {
    this.wishes = wishes;
    this.programs = programs;
    this.operations = operations;
    this.settings = settings;
  }

  Route route() {
    return new Route(
        "POST",
        "/v1/programs/{id}/map",
        Route.Access.WORK,
        Set.of(
            "function", "wall_ms", "cpu_ms", "memory_bytes", "output_bytes", "parallel", "strict"),
        this::map);
  }

  private Answer map(Request request) {
    request.requireAccepted(Answer.NDJSON);
    if (!request.mediaType().equals(Answer.NDJSON)) {
      throw Bodies.unsupported(Answer.NDJSON);
    }
    Program program = programs.require(request.caller(), request.variable("id"));
    Fields fields = Fields.of(query(request));
    String function = fields.text("function");
    boolean strict = fields.flag("strict");
    Limits limits = wishes.limits(fields, wishes.usual(program.source()));
    OptionalLong parallel = fields.integer("parallel");
    fields.end();
    MapCall call = MapCall.of(function).withLimits(limits).withOnError(MapCall.OnError.COLLECT);
    if (parallel.isPresent()) {
      call = parallel(fields, call, parallel.getAsLong());
      int most = operations.mostWorkers(request.caller());
      call = call.withParallelism(Math.min(call.parallelism(), most));
    }
    return new Mapping(request, program, call, strict).answer();
  }

  private static MapCall parallel(Fields fields, MapCall call, long workers) {
    try {
      return call.withParallelism((int) Math.clamp(workers, 0L, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw fields.problem("parallel", "This has to be from 1 to 1000.");
    }
  }

  /** The query as if it were a body. */
  private static Map<String, Value> query(Request request) {
    var fields = new LinkedHashMap<String, Value>();
    request.query("function").ifPresent(name -> fields.put("function", new StrValue(name)));
    request
        .query("strict")
        .ifPresent(word ->
            fields.put(
                "strict",
                switch (word) {
                  case "true" -> BoolValue.TRUE;
                  case "false" -> BoolValue.FALSE;
                  default -> new StrValue(word);
                }));
    request.query("parallel").ifPresent(text -> fields.put("parallel", number(text)));
    var limits = new ArrayList<DictValue.Entry>();
    for (String name : LIMITS) {
      request
          .query(name)
          .ifPresent(text -> limits.add(new DictValue.Entry(new StrValue(name), number(text))));
    }
    if (!limits.isEmpty()) {
      fields.put("limits", new DictValue(limits));
    }
    return fields;
  }

  /** A number; a text where it is none, which is refused as such. */
  private static Value number(String text) {
    try {
      return ValueJson.read(text);
    } catch (InvalidJsonException e) {
      return new StrValue(text);
    }
  }

  /** One map while it goes on. */
  private final class Mapping {
    private final Request request;
    private final Program program;
    private final MapCall call;
    private final boolean strict;
    private final long began = System.nanoTime();
    private long rows;

    Mapping(Request request, Program program, MapCall call, boolean strict) {
      this.request = request;
      this.program = program;
      this.call = call;
      this.strict = strict;
    }

    Answer answer() {
      return Answer.Stream.of(Answer.NDJSON, this::write);
    }

    private void write(Answer.Output output) throws IOException {
      String status = "internal";
      try (var lines = new LineOutput(output)) {
        try {
          request.whileClientWaits(() -> {
            writeRows(lines);
            return rows;
          });
          status = "ok";
        } catch (UncheckedIOException e) {
          status = "cancelled";
          throw e.getCause();
        } catch (CloseConnectionException e) {
          status = "cancelled";
          throw e;
        } catch (RuntimeException e) {
          Problem problem = problem(e);
          status =
              e instanceof OutcomeException known
                  ? known.outcome().status()
                  : problem.code().word();
          if (rows == 0) {
            throw problem.exception();
          }
          lines.line(last(problem));
        }
      } finally {
        tell(status);
      }
    }

    private void writeRows(LineOutput lines) {
      try (var feed =
              new RowFeed(
                  request.bodyWhileItComes(), settings.bodyBytes(), request.shareOfBodies());
          RowOutcomes outcomes = program.map(call, feed)) {
        while (outcomes.hasNext()) {
          RowOutcome row = outcomes.next();
          Outcome outcome = strict ? PlainJson.strictly(row.outcome()) : row.outcome();
          lines.line(RowDocument.of(new RowOutcome(row.row(), outcome)));
          rows++;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A map of which the module body did not come to its end has no row to say so. */
    private Problem problem(RuntimeException e) {
      return e instanceof OutcomeException known
          ? Problem.of(
              ProblemCode.MAP_ENDED,
              "The map ended with " + known.outcome().status() + ": " + known.getMessage())
          : Failures.problem(e, request.id());
    }

    private static String last(Problem problem) {
      return Json.text(json -> {
        json.writeStartObject();
        json.writeName("problem");
        problem.write(json);
        json.writeEndObject();
      });
    }

    private void tell(String status) {
      operations.called(
          request,
          new Operations.CallRecord(
              request.caller().name(),
              Optional.of(program.id()),
              call.function(),
              status,
              "",
              Duration.ofNanos(System.nanoTime() - began),
              Duration.ZERO,
              OptionalLong.empty(),
              OptionalLong.of(rows)));
    }
  }
}
