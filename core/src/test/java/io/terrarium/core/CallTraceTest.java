package io.terrarium.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.terrarium.OutputListener;
import io.terrarium.SandboxEvent.Purpose;
import io.terrarium.spi.Events;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTraceTest {
  private static final int CALLS = 100_000;

  @Test
  void nothing_is_made_where_nobody_listens() {
    var events = new Events(List.of(new FlightRecorderListener()));
    assertThat(CallTrace.of(events, Purpose.CALL, "a.py", "f").isHeard()).isFalse();
    trace(events);

    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long before = threads.getCurrentThreadAllocatedBytes();
    trace(events);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Not a byte for each call; what the bean itself makes is a constant.
    assertThat(allocated).isLessThan(CALLS);
  }

  private static void trace(Events events) {
    for (int call = 0; call < CALLS; call++) {
      CallTrace trace = CallTrace.of(events, Purpose.CALL, "a.py", "f");
      trace.admitted();
      trace.workerTaken(true);
      trace.started(100);
      trace.printed(OutputListener.Stream.STDOUT, 1);
      trace.ran(Duration.ZERO);
      trace.ended("ok");
    }
  }
}
