package io.terrarium.wire;

import io.terrarium.value.BytesValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A compiled program as a worker wants it.
 *
 * @param code what the compiling worker answered; opaque
 * @param source the source, for tracebacks
 * @param name the name of the source
 * @param policy the policy's own data, as {@link PolicyData} makes it
 */
public record ProgramData(
    BytesValue code, BytesValue source, String name, Map<String, Object> policy) {
  /** Copies the map. */
  public ProgramData {
    policy = Collections.unmodifiableMap(new LinkedHashMap<>(policy));
  }
}
