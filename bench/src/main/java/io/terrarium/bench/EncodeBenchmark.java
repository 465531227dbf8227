package io.terrarium.bench;

import io.terrarium.wire.EncodedRequest;
import io.terrarium.wire.ValueEncoder;
import java.util.List;
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

/** Writing arguments: a million floats in two forms, and the request of a trivial call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodeBenchmark {
  private final double[] array = Floats.array();
  private final List<Double> list = Floats.list();

  /** A list of boxed floats. */
  @Benchmark
  public byte[] listOfDouble() {
    return ValueEncoder.encode(list);
  }

  /** An array of the same floats. */
  @Benchmark
  public byte[] doubleArray() {
    return ValueEncoder.encode(array);
  }

  /** The whole frame of a session's call with one int. */
  @Benchmark
  public EncodedRequest trivialCall() {
    return Trivial.request();
  }
}
