package io.terrarium.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The floor of every call: the same bytes to a Python process and back, with nothing done. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EchoBenchmark {
  private final Echo echo;

  /** Starts the peer with the Python that workers run on. */
  public EchoBenchmark() {
    try {
      echo = Echo.start(Python.ofWorkers().executable());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** There and back once. */
  @Benchmark
  public void echo() throws IOException {
    echo.once();
  }

  /** Ends the peer. */
  @TearDown
  public void close() throws IOException {
    echo.close();
  }
}
