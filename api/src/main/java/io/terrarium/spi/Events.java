package io.terrarium.spi;

import io.terrarium.SandboxEvent;
import io.terrarium.SandboxListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells listeners what happens, and lets none of them do harm. Thread-safe.
 *
 * <p>Theory of operation. What is not heard must cost nothing, so whoever has something to tell
 * asks {@link #areHeard()} before it makes an event.
 */
public final class Events {
  private static final SafeLogger LOG = SafeLogger.of(Events.class);

  private final SandboxListener[] listeners;
  private final Set<SandboxListener> faulty = ConcurrentHashMap.newKeySet();

  /** For these listeners, in their order. */
  public Events(List<SandboxListener> listeners) {
    this.listeners = listeners.toArray(SandboxListener[]::new);
  }

  /** Whether anybody listens at this moment. */
  public boolean areHeard() {
    for (SandboxListener listener : listeners) {
      if (listens(listener)) {
        return true;
      }
    }
    return false;
  }

  /** Tells everybody who listens. */
  public void tell(SandboxEvent event) {
    for (SandboxListener listener : listeners) {
      if (listens(listener)) {
        tell(listener, event);
      }
    }
  }

  private boolean listens(SandboxListener listener) {
    try {
      return listener.listens();
    } catch (RuntimeException | Error e) {
      isFaulty(listener, e);
      return false;
    }
  }

  private void tell(SandboxListener listener, SandboxEvent event) {
    try {
      listener.happened(event);
    } catch (RuntimeException | Error e) {
      isFaulty(listener, e);
    }
  }

  private void isFaulty(SandboxListener listener, Throwable thrown) {
    if (faulty.add(listener)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a listener threw, which is not said again of " + listener.getClass().getName(),
          thrown);
    }
  }
}
