package io.terrarium.faults;

import io.terrarium.Outcome;
import io.terrarium.OutcomeException;
import io.terrarium.Sandbox;
import io.terrarium.SandboxException;
import io.terrarium.SessionEndedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Threads that make calls of {@link Deeds}, drawn at random, and check each. They stop when the
 * calls are made, or when it is closed. The same seed draws the same calls.
 */
final class MixedLoad implements AutoCloseable {
  private final List<Deed> lots = new ArrayList<>();
  private final Predicate<Outcome> excuse;
  private final Tally tally = new Tally();
  private final AtomicLong left;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Starts it.
   *
   * @param excuse which outcomes any call may have because of what fails meanwhile
   */
  MixedLoad(Sandbox sandbox, int threads, long calls, Predicate<Outcome> excuse, long seed) {
    this.excuse = excuse;
    this.left = new AtomicLong(calls);
    for (Deed deed : Deeds.in(sandbox)) {
      for (int lot = 0; lot < deed.weight(); lot++) {
        lots.add(deed);
      }
    }
    for (int number = 0; number < threads; number++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + number);
      this.threads.add(Thread.ofPlatform().name("load-" + number).start(() -> work(random)));
    }
  }

  /** No call may have another outcome than its own. */
  static Predicate<Outcome> nothingExcused() {
    return outcome -> false;
  }

  /** What came of the calls, when all of them are made. */
  Tally await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    return tally;
  }

  /** Lets every thread finish its call, and makes no more. */
  Tally finish() throws InterruptedException {
    left.set(0);
    return await();
  }

  /** The same, for those who do not want to know what came of it. */
  @Override
  public void close() {
    try {
      var _ = finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(RandomGenerator random) {
    while (left.getAndDecrement() > 0) {
      once(lots.get(random.nextInt(lots.size())), random);
    }
  }

  private void once(Deed deed, RandomGenerator random) {
    try {
      Deed.Seen seen = deed.once().call(random);
      if (seen.expected()) {
        tally.expected(seen.outcome().status());
      } else {
        unexpected(deed, seen.outcome());
      }
    } catch (OutcomeException e) {
      // A session could not be opened.
      unexpected(deed, e.outcome());
    } catch (SessionEndedException e) {
      // A session may be lost between its calls, as a call may in the middle of one.
      tally.excused("session_ended");
    } catch (SandboxException e) {
      tally.wrong(deed.name(), shortened(e.toString()));
    }
  }

  private void unexpected(Deed deed, Outcome outcome) {
    if (excuse.test(outcome)) {
      tally.excused(outcome.status());
    } else {
      tally.wrong(deed.name(), shortened(outcome.toString()));
    }
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
