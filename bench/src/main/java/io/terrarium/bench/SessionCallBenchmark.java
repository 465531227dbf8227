package io.terrarium.bench;

import io.terrarium.Sandbox;
import io.terrarium.Session;
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

/** A trivial call in a worker that stays. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SessionCallBenchmark {
  private final Sandbox sandbox = Sandbox.create();
  private final Session session = sandbox.compile(Trivial.SOURCE).openSession();

  /** One call after the other. */
  @Benchmark
  public Value call() {
    return session.call(Trivial.FUNCTION, 1);
  }

  /** Leaves no process behind. */
  @TearDown
  public void close() {
    session.close();
    sandbox.close();
  }
}
