package io.terrarium.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.terrarium.json.ValueJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of the interface says what the service does, and all of it. */
class OpenApiTest {
  private static Served served;
  private static Map<?, ?> description;

  @BeforeAll
  static void start() {
    served = new Served();
    // The name that marks our own values is one of those that are described.
    String text =
        served.get("/openapi.json").text().replace("\"$type\": {", "\"type of value\": {");
    description = ValueJson.read(text).as(Map.class);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void it_is_openapi_3_1_with_the_version_of_the_build() {
    assertThat(description.get("openapi")).isEqualTo("3.1.0");
    assertThat(at(description, "info", "version")).isEqualTo(Version.number());
    assertThat(Version.number()).matches("[0-9]+\\.[0-9]+.*");
  }

  @Test
  void it_has_every_route_with_its_query_and_no_other() {
    var described = new TreeMap<String, Set<String>>();
    map(description, "paths")
        .forEach((path, operations) ->
            ((Map<?, ?>) operations)
                .forEach((method, operation) ->
                    described.put(
                        String.valueOf(method).toUpperCase(Locale.ROOT) + " " + path,
                        query((Map<?, ?>) operation))));
    var real = new TreeMap<String, Set<String>>();
    for (Route route : served.service.routes()) {
      real.put(route.method() + " " + route.path(), new TreeSet<>(route.query()));
    }
    // Those of operation, which this service was started without.
    for (String path : List.of("/healthz", "/readyz", "/metrics")) {
      real.put("GET " + path, Set.of());
    }
    assertThat(described).isEqualTo(real);
  }

  private static Set<String> query(Map<?, ?> operation) {
    Object parameters = operation.get("parameters");
    return parameters == null
        ? Set.of()
        : ((Collection<?>) parameters)
            .stream()
                .map(it -> (Map<?, ?>) it)
                .filter(it -> "query".equals(it.get("in")))
                .map(it -> String.valueOf(it.get("name")))
                .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void it_has_every_problem() {
    assertThat(at(description, "components", "schemas", "Problem", "properties", "code", "enum"))
        .isEqualTo(Arrays.stream(ProblemCode.values()).map(ProblemCode::word).toList());
  }

  @Test
  void each_operation_has_the_status_of_each_problem_that_it_names() {
    map(description, "paths")
        .forEach((path, operations) ->
            ((Map<?, ?>) operations)
                .forEach((method, operation) ->
                    map((Map<?, ?>) operation, "responses")
                        .forEach((status, response) ->
                            checkProblems(
                                method + " " + path,
                                String.valueOf(status),
                                String.valueOf(((Map<?, ?>) response).get("description"))))));
  }

  private static void checkProblems(String operation, String status, String text) {
    // What has no code in its description is a document of its own.
    if (status.startsWith("2") || !text.contains("`")) {
      return;
    }
    for (String code : text.replace("`", "").split(" or ", -1)) {
      assertThat(
              Stream.of(ProblemCode.values())
                  .filter(it -> it.word().equals(code))
                  .map(it -> String.valueOf(it.status())))
          .as(operation + " " + code)
          .containsExactly(status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/execute, Execution, 'source, function'",
    "/v1/check, Source, source",
    "/v1/programs, Source, source",
    "/v1/programs/ID/call, Call, function",
  })
  void the_fields_of_a_body_are_those_that_are_read(String path, String schema, String required) {
    String id = served.program("def f(): pass");
    String fields =
        Stream.of(required.split(", ", -1))
            .map(name -> "\"" + name + "\": \"def f(): pass\", ")
            .collect(Collectors.joining());
    String detail =
        String.valueOf(
            served
                .post(path.replace("ID", id), "{" + fields + "\"none\": 1}")
                .isProblem(ProblemCode.UNKNOWN_FIELD)
                .field("detail"));
    assertThat(detail).isEqualTo("There is no such field here; there is " + names(schema) + ".");
  }

  @Test
  void the_limits_that_may_be_asked_for_are_those_that_are_read() {
    String detail =
        String.valueOf(
            served
                .post(
                    "/v1/execute",
                    "{\"source\": \"\", \"function\": \"f\", \"limits\": {\"none\": 1}}")
                .isProblem(ProblemCode.UNKNOWN_FIELD)
                .field("detail"));
    assertThat(detail).contains("there is " + names("LimitsWanted") + ".");
  }

  @Test
  void the_documents_have_the_fields_that_are_described() {
    String body = "{\"source\": \"def f(x: int = 1): return x\", \"function\": \"f\"}";
    same("CallDocument", served.post("/v1/execute", body).document());
    Map<?, ?> program =
        served.post("/v1/programs", "{\"source\": \"def f(x=1): return x\"}").document();
    same("ProgramDocument", program);
    same("Function", (Map<?, ?>) list(program.get("functions")).getFirst());
    Map<?, ?> opened =
        served.post("/v1/sessions", "{\"program\": \"" + program.get("program") + "\"}").document();
    same("SessionOpened", opened);
    same("SessionState", served.get("/v1/sessions/" + opened.get("session")).document());
    same("Profiles", served.get("/v1/profiles").document());
    same("IsolationDocument", served.get("/v1/isolation").document());
    byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
    assertThat(names("Problem"))
        .contains(
            served.post("/v1/check", "application/json", none).document().keySet().stream()
                .map(String::valueOf)
                .toList());
  }

  private static void same(String schema, Map<?, ?> document) {
    assertThat(document.keySet().stream().map(String::valueOf).sorted())
        .as(schema)
        .containsExactly(names(schema).split(", ", -1));
  }

  /** The names of a schema's fields, sorted. */
  private static String names(String schema) {
    return map((Map<?, ?>) at(description, "components", "schemas", schema), "properties")
        .keySet()
        .stream()
        .map(String::valueOf)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static List<?> list(@Nullable Object object) {
    return (List<?>) requireNonNull(object);
  }

  private static Map<?, ?> map(Map<?, ?> object, String field) {
    return (Map<?, ?>) at(object, field);
  }

  private static Object at(Map<?, ?> object, String... path) {
    Object found = object;
    for (String step : path) {
      found = requireNonNull(((Map<?, ?>) found).get(step), step);
    }
    return found;
  }
}
