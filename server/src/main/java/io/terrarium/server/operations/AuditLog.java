package io.terrarium.server.operations;

import io.terrarium.server.Operations;
import io.terrarium.server.ProblemCode;
import io.terrarium.server.Request;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes down who called what and what became of it: a line for each call, and for each key,
 * origin, profile and policy that was refused. Never the source, the arguments, the result or what
 * was printed.
 */
final class AuditLog {
  /** The name of the log, so that it can go to a place of its own. */
  static final String NAME = "io.terrarium.audit";

  /** What somebody is told who may not call, or not so. */
  private static final Set<ProblemCode> REFUSALS =
      EnumSet.of(
          ProblemCode.KEY_UNKNOWN,
          ProblemCode.KEY_REQUIRED,
          ProblemCode.ORIGIN_NOT_PERMITTED,
          ProblemCode.PROFILE_NOT_PERMITTED,
          ProblemCode.POLICY_NOT_PERMITTED);

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  void called(Request request, Operations.CallRecord call) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    LoggingEventBuilder line =
        line(request)
            .addKeyValue("key", call.caller())
            .addKeyValue("program", call.program().orElse(""))
            .addKeyValue("function", Visible.text(call.function()))
            .addKeyValue("status", call.status())
            .addKeyValue("engine", call.engine())
            .addKeyValue("wall_ms", milliseconds(call.wallTime()))
            .addKeyValue("cpu_ms", milliseconds(call.cpuTime()));
    if (call.peakMemoryBytes().isPresent()) {
      line = line.addKeyValue("peak_memory_bytes", call.peakMemoryBytes().getAsLong());
    }
    if (call.rows().isPresent()) {
      line = line.addKeyValue("rows", call.rows().getAsLong());
    }
    line.log("call");
  }

  void answered(Request request, Operations.RequestRecord record) {
    boolean isRefusal = record.problem().filter(REFUSALS::contains).isPresent();
    if (isRefusal && LOG.isInfoEnabled()) {
      line(request)
          .addKeyValue("key", record.caller().orElse(""))
          .addKeyValue("problem", record.problem().map(ProblemCode::word).orElse(""))
          .addKeyValue("address", Visible.text(request.remoteAddress()))
          .log("refused");
    }
  }

  private static LoggingEventBuilder line(Request request) {
    LoggingEventBuilder line =
        LOG.atInfo().addKeyValue("request_id", request.id()).addKeyValue("route", request.route());
    Optional<TraceContext> trace = TraceContext.of(request);
    return trace.isEmpty() ? line : line.addKeyValue("trace_id", trace.get().traceId());
  }

  private static double milliseconds(Duration time) {
    return Math.round(time.toNanos() / 1e4) / 1e2;
  }
}
