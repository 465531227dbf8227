package io.terrarium.server;

import io.terrarium.json.InvalidJsonException;
import io.terrarium.json.ValueJson;
import io.terrarium.value.BytesValue;
import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes bodies for what their media types say. */
final class Bodies {
  /** The media type of forms with files. */
  static final String FORM = "multipart/form-data";

  /** What is no JSON in a form, for people write it by hand. */
  private static final Set<String> TEXTS = Set.of("function", "filename", "policy", "profile");

  private Bodies() {}

  /**
   * The fields of a body: of a JSON object, or of a form with files.
   *
   * @throws ProblemException when it is neither
   */
  static Fields fields(Request request) {
    return switch (request.mediaType()) {
      case Answer.JSON -> Fields.of(request.body());
      case FORM -> Fields.of(form(request));
      default -> throw unsupported(Answer.JSON + " or " + FORM);
    };
  }

  /** The fields of a body that can only be JSON. */
  static Fields json(Request request) {
    if (!request.mediaType().equals(Answer.JSON)) {
      throw unsupported(Answer.JSON);
    }
    return Fields.of(request.body());
  }

  /** A body of another kind than one that is read. */
  static ProblemException unsupported(String supported) {
    return Problem.of(
            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
            "A body here is " + supported + ", and the header Content-Type has to say so.")
        .exception();
  }

  private static Map<String, Value> form(Request request) {
    String contentType = request.header("Content-Type").orElse("");
    var fields = new LinkedHashMap<String, Value>();
    Optional<String> uploaded = Optional.empty();
    for (MultipartForm.Part part : MultipartForm.parts(request.body(), contentType)) {
      if (fields.put(part.name(), value(part)) != null) {
        throw MultipartForm.malformed("The part " + part.name() + " is there more than once.");
      }
      if (part.name().equals("source")) {
        uploaded = part.filename();
      }
    }
    uploaded.ifPresent(name -> fields.putIfAbsent("filename", new StrValue(name)));
    return fields;
  }

  private static Value value(MultipartForm.Part part) {
    if (part.name().equals("source")) {
      return BytesValue.of(part.content());
    }
    if (TEXTS.contains(part.name())) {
      return new StrValue(part.text());
    }
    try {
      return ValueJson.read(part.content());
    } catch (InvalidJsonException e) {
      throw Problem.of(ProblemCode.MALFORMED_JSON, "The part is not JSON: " + e.problem() + ".")
          .at("/" + part.name())
          .at(e.line(), e.column())
          .exception();
    }
  }
}
