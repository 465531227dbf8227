package io.terrarium;

/**
 * Hears what happens in a sandbox: {@link SandboxEvent} says what there is to hear. {@link
 * SandboxSettings.Builder#listener} takes one.
 *
 * <p>It is called on whatever thread something happens on, callers' threads among them, and by
 * several at a time; who has much to do hands it to another thread. What it throws disturbs nobody:
 * it is logged, once for each listener.
 */
@FunctionalInterface
public interface SandboxListener {

  /** Something has happened. */
  void happened(SandboxEvent event);

  /**
   * Whether it wants to hear anything now. Asked once for each call, so that no event is made that
   * nobody hears; has to be fast.
   */
  default boolean listens() {
    return true;
  }
}
