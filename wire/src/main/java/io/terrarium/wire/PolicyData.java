package io.terrarium.wire;

import io.terrarium.Policy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy as the worker reads it: {@code {"name": …}} for a preset, and for any other {@code
 * {"name": …, "extends": …, "options": […], "modules": {"allow": […], "deny": […]}, …}}, without
 * the tables in which nothing is changed. Equal policies have equal data, in the same order.
 */
public final class PolicyData {
  private PolicyData() {}

  /** The data of a policy. */
  public static Map<String, Object> of(Policy policy) {
    var data = new LinkedHashMap<String, Object>();
    data.put("name", policy.name());
    if (!policy.isPreset()) {
      data.put("extends", policy.preset().word());
      data.put("options", policy.options().stream().map(Policy.Option::word).toList());
      for (Policy.Table table : Policy.Table.values()) {
        Map<String, Object> rules = rules(policy, table);
        if (!rules.isEmpty()) {
          data.put(table.word(), rules);
        }
      }
    }
    return Collections.unmodifiableMap(data);
  }

  private static Map<String, Object> rules(Policy policy, Policy.Table table) {
    var rules = new LinkedHashMap<String, Object>();
    if (!policy.allowed(table).isEmpty()) {
      rules.put("allow", List.copyOf(policy.allowed(table)));
    }
    if (!policy.denied(table).isEmpty()) {
      rules.put("deny", List.copyOf(policy.denied(table)));
    }
    return rules;
  }
}
