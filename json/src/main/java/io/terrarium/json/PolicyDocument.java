package io.terrarium.json;

import io.terrarium.Policy;
import io.terrarium.Policy.Table;
import io.terrarium.policy.PolicyText;
import io.terrarium.policy.PolicyView;
import io.terrarium.policy.PolicyView.Group;
import io.terrarium.policy.PolicyView.Module;
import io.terrarium.policy.PolicyView.Row;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a policy allows and why, as one JSON document. Every field is always there; {@code
 * docs/documents.md} describes them.
 */
public final class PolicyDocument {
  private final JsonGenerator json;

  private PolicyDocument(JsonGenerator json) {
    this.json = json;
  }

  /** The document of a policy. */
  public static String of(PolicyView view) {
    return Json.text(json -> write(view, json));
  }

  /** The document as the next thing that a generator writes. */
  public static void write(PolicyView view, JsonGenerator json) {
    new PolicyDocument(json).write(view);
  }

  private void write(PolicyView view) {
    Policy policy = view.policy();
    json.writeStartObject();
    json.writeStringProperty("name", policy.name());
    json.writeStringProperty("extends", policy.preset().word());
    json.writeStringProperty("purpose", PolicyText.purpose(policy.preset()));
    json.writeBooleanProperty("checked", policy.preset() != Policy.Preset.FULL);
    words("options", policy.options().stream().map(Policy.Option::word).toList());
    json.writeObjectPropertyStart("changes");
    for (Table table : Table.values()) {
      json.writeObjectPropertyStart(table.word());
      words("allow", policy.allowed(table));
      words("deny", policy.denied(table));
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("modules");
    view.modules().forEach(this::module);
    json.writeEndArray();
    rows("names", view.names());
    rows("builtins", view.builtins());
    rows("attributes", view.attributes());
    rows("constructs", view.constructs());
    json.writeEndObject();
  }

  private void module(Module module) {
    json.writeStartObject();
    json.writeStringProperty("name", module.row().name());
    json.writeStringProperty("decision", module.row().decision().word());
    json.writeBooleanProperty("changed", module.row().changed());
    json.writeBooleanProperty("reviewed", module.reviewed());
    json.writeArrayPropertyStart("lends");
    for (Group group : module.groups()) {
      json.writeStartObject();
      words("names", group.names());
      json.writeStringProperty("decision", group.decision().word());
      json.writeStringProperty("why", orNull(group.why()));
      json.writeBooleanProperty("changed", group.changed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void rows(String name, List<Row> rows) {
    json.writeArrayPropertyStart(name);
    for (Row row : rows) {
      json.writeStartObject();
      json.writeStringProperty("name", row.name());
      json.writeStringProperty("decision", row.decision().word());
      json.writeStringProperty("why", orNull(row.why()));
      json.writeStringProperty("instead", orNull(row.instead()));
      json.writeBooleanProperty("changed", row.changed());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void words(String name, Collection<String> words) {
    json.writeArrayPropertyStart(name);
    words.forEach(json::writeString);
    json.writeEndArray();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
