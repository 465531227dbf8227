package io.terrarium.engine.cpython;

import io.terrarium.value.StrValue;
import io.terrarium.value.Value;
import io.terrarium.wire.DecoderLimits;
import io.terrarium.wire.ValueDecoder;
import io.terrarium.wire.WireFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a zygote says when its jail is closed.
 *
 * @param version the version of its Python, such as {@code 3.11.2}
 * @param residentBytes the memory that every worker has resident at first
 * @param landlockAbi the version of Landlock that the kernel has; 0 where it is not used
 * @param libraryModules how many modules of the standard library it serves from memory
 * @param packages the versions of the packages that it has ready, by name
 * @param compiled the runtime as it compiled it; empty where it had not to
 * @param jailSetUp how long it took to put up the layers of its jail, of that time
 * @param milliseconds how long it took to get ready, from its own start
 */
record ZygoteReport(
    String version,
    long residentBytes,
    long landlockAbi,
    long libraryModules,
    SortedMap<String, String> packages,
    Optional<byte[]> compiled,
    Duration jailSetUp,
    long milliseconds) {

  static ZygoteReport decode(ByteBuffer payload) throws IOException {
    try {
      Map<Value, Value> map = ValueDecoder.decode(payload, DecoderLimits.DEFAULT).asMap();
      Optional<Value> library = Optional.ofNullable(map.get(new StrValue("library")));
      return new ZygoteReport(
          entry(map, "version").asString(),
          entry(map, "resident").asLong(),
          number(entry(map, "steps").asMap(), "landlock_abi"),
          library.isPresent() ? number(library.get().asMap(), "modules") : 0,
          packages(map),
          Optional.ofNullable(map.get(new StrValue("compiled"))).map(Value::asBytes),
          Duration.ofNanos((long) (entry(map, "jail_seconds").asDouble() * 1e9)),
          entry(map, "milliseconds").asLong());
    } catch (WireFormatException e) {
      throw new IOException("its report cannot be read", e);
    }
  }

  private static SortedMap<String, String> packages(Map<Value, Value> map) {
    var versions = new TreeMap<String, String>();
    Value reported = map.get(new StrValue("packages"));
    if (reported != null) {
      reported
          .asMap()
          .forEach((name, version) -> versions.put(name.asString(), version.asString()));
    }
    return Collections.unmodifiableSortedMap(versions);
  }

  private static long number(Map<Value, Value> map, String key) {
    Value value = map.get(new StrValue(key));
    return value == null ? 0 : value.asLong();
  }

  private static Value entry(Map<Value, Value> map, String key) throws IOException {
    Value value = map.get(new StrValue(key));
    if (value == null) {
      throw new IOException("its report lacks " + key);
    }
    return value;
  }
}
