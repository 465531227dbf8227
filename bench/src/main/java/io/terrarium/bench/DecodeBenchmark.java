package io.terrarium.bench;

import io.terrarium.value.Value;
import io.terrarium.wire.DecoderLimits;
import io.terrarium.wire.ValueDecoder;
import io.terrarium.wire.ValueEncoder;
import io.terrarium.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading results, which may be hostile: a million floats, ten thousand small dicts, one int. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
  private static final DecoderLimits LIMITS = new DecoderLimits(100, 2_000_000, 64 << 20);

  private final byte[] floats = ValueEncoder.encode(Floats.array());
  private final byte[] rows = ValueEncoder.encode(rows());
  private final byte[] one = ValueEncoder.encode(1);

  /** A list of a million floats, kept as numbers. */
  @Benchmark
  public Value floats() throws WireFormatException {
    return ValueDecoder.decode(floats, LIMITS);
  }

  /** The same, and then each as a boxed Java number. */
  @Benchmark
  public List<Value> floatsAsList() throws WireFormatException {
    return new ArrayList<>(ValueDecoder.decode(floats, LIMITS).asList());
  }

  /** Dicts of a str, an int and a float, as tables come. */
  @Benchmark
  public Value rowsOfDicts() throws WireFormatException {
    return ValueDecoder.decode(rows, LIMITS);
  }

  /** What a trivial call answers. */
  @Benchmark
  public Value oneInt() throws WireFormatException {
    return ValueDecoder.decode(one, LIMITS);
  }

  private static List<Map<String, Object>> rows() {
    var rows = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 10_000; i++) {
      rows.add(Map.of("name", "row " + i, "count", i, "share", i / 3.0));
    }
    return rows;
  }
}
