package io.terrarium.json;

import io.terrarium.Diagnostic;
import io.terrarium.policy.PolicyTables.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The problems of a source in SARIF 2.1.0, the format in which editors and code hosts take the
 * findings of any tool.
 */
public final class SarifDocument {
  private static final String VERSION = "2.1.0";
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator json;
  private final Check check;

  private SarifDocument(JsonGenerator json, Check check) {
    this.json = json;
    this.check = check;
  }

  /**
   * One look at one source.
   *
   * @param version the version of Terrarium
   * @param codes what diagnostics may say
   * @param uri the source, as {@link #uri} writes it
   * @param diagnostics every problem that was found
   * @param failure what kept the source from being looked at, if anything
   */
  public record Check(
      String version,
      List<Code> codes,
      String uri,
      List<Diagnostic> diagnostics,
      Optional<String> failure) {
    /** Copies the lists. */
    public Check {
      codes = List.copyOf(codes);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** The document, on one line. */
  public static String of(Check check) {
    return Json.text(json -> new SarifDocument(json, check).write());
  }

  /** A file as SARIF names it: relative to where the tool ran, unless the path is absolute. */
  public static String uri(Path file) {
    if (file.isAbsolute()) {
      return file.toUri().toASCIIString();
    }
    return uri(file.toString());
  }

  /** A relative path as SARIF names it. */
  public static String uri(String path) {
    try {
      boolean likeScheme = path.indexOf(':') >= 0;
      return new URI(null, null, likeScheme ? "./" + path : path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no URI can be made of " + path, e);
    }
  }

  private void write() {
    json.writeStartObject();
    json.writeStringProperty("$schema", SCHEMA);
    json.writeStringProperty("version", VERSION);
    json.writeArrayPropertyStart("runs");
    json.writeStartObject();
    tool();
    invocation();
    json.writeStringProperty("columnKind", "unicodeCodePoints");
    json.writeArrayPropertyStart("results");
    check.diagnostics.forEach(this::result);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void tool() {
    json.writeObjectPropertyStart("tool");
    json.writeObjectPropertyStart("driver");
    json.writeStringProperty("name", "terrarium");
    json.writeStringProperty("version", check.version);
    json.writeArrayPropertyStart("rules");
    for (Code code : check.codes) {
      json.writeStartObject();
      json.writeStringProperty("id", code.code());
      text("shortDescription", code.meaning());
      text(
          "help",
          code.instead().isEmpty() ? code.meaning() : code.meaning() + " " + code.instead());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void invocation() {
    json.writeArrayPropertyStart("invocations");
    json.writeStartObject();
    json.writeBooleanProperty("executionSuccessful", check.failure.isEmpty());
    if (check.failure.isPresent()) {
      json.writeArrayPropertyStart("toolExecutionNotifications");
      json.writeStartObject();
      json.writeStringProperty("level", "error");
      text("message", check.failure.get());
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private void result(Diagnostic diagnostic) {
    json.writeStartObject();
    json.writeStringProperty("ruleId", diagnostic.code());
    int index = check.codes.stream().map(Code::code).toList().indexOf(diagnostic.code());
    if (index >= 0) {
      json.writeNumberProperty("ruleIndex", index);
    }
    json.writeStringProperty("level", "error");
    text(
        "message",
        diagnostic.message() + diagnostic.hint().map(hint -> "\nhint: " + hint).orElse(""));
    json.writeArrayPropertyStart("locations");
    json.writeStartObject();
    json.writeObjectPropertyStart("physicalLocation");
    json.writeObjectPropertyStart("artifactLocation");
    json.writeStringProperty("uri", check.uri);
    json.writeEndObject();
    if (diagnostic.line() > 0) {
      region(diagnostic);
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /** SARIF has no zeros: what is unknown is left out. */
  private void region(Diagnostic diagnostic) {
    json.writeObjectPropertyStart("region");
    json.writeNumberProperty("startLine", diagnostic.line());
    if (diagnostic.column() > 0) {
      json.writeNumberProperty("startColumn", diagnostic.column());
      if (hasEnd(diagnostic)) {
        json.writeNumberProperty("endLine", diagnostic.endLine());
        json.writeNumberProperty("endColumn", diagnostic.endColumn());
      }
    }
    json.writeEndObject();
  }

  private static boolean hasEnd(Diagnostic diagnostic) {
    boolean sameLine = diagnostic.endLine() == diagnostic.line();
    return diagnostic.endColumn() > (sameLine ? diagnostic.column() - 1 : 0)
        && diagnostic.endLine() >= diagnostic.line();
  }

  private void text(String name, String text) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }
}
