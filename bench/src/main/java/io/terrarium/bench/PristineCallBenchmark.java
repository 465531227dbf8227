package io.terrarium.bench;

import io.terrarium.Program;
import io.terrarium.Sandbox;
import io.terrarium.value.Value;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A trivial call, each in a pristine worker, one right after the other: faster than workers can be
 * made, so that this shows the cost of making them. {@code Ratios} measures at low load.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PristineCallBenchmark {
  private final Sandbox sandbox = Sandbox.create();
  private final Program program = sandbox.compile(Trivial.SOURCE);

  /** One call after the other. */
  @Benchmark
  public Value call() {
    return program.call(Trivial.FUNCTION, 1);
  }

  /** Leaves no process behind. */
  @TearDown
  public void close() {
    sandbox.close();
  }
}
