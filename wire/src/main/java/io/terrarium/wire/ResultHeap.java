package io.terrarium.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the virtual machine's heap all values together may take while they are decoded.
 * Thread-safe.
 *
 * <p>Theory of operation. A program chooses what its result is made of, and some results take forty
 * times the room of their bytes. What is decoded at the same time is counted as it grows, roughly
 * and rather too high, and who would go beyond what there is gets an {@link OutOfMemoryError} that
 * is ours: the heap is not full then, so no option of the virtual machine ends the application, and
 * no other thread is the one that finds no memory. Small values are not counted. What was decoded
 * is its holder's to let go.
 */
public final class ResultHeap {
  /** That of this virtual machine: half of what its heap may grow to, unless an engine wants it. */
  public static final ResultHeap OF_ALL = new ResultHeap(Runtime.getRuntime().maxMemory() / 2);

  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong most;

  ResultHeap(long most) {
    this.most = new AtomicLong(most);
  }

  /** Never more than so many bytes from now on: the rest has been promised to others. */
  public void limitTo(long bytes) {
    most.accumulateAndGet(bytes, Math::min);
  }

  /**
   * Takes so many bytes, to be given back.
   *
   * @throws OutOfMemoryError if they are not there
   */
  void take(long bytes) {
    if (taken.addAndGet(bytes) > most.get()) {
      taken.addAndGet(-bytes);
      throw new OutOfMemoryError("the values that are being decoded take all that is theirs");
    }
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
