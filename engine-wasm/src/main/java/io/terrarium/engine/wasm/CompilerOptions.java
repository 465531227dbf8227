package io.terrarium.engine.wasm;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.terrarium.spi.SafeLogger;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The option of the virtual machine without which Python is several times slower: what is left of
 * its loop over bytecodes when {@link MethodSplitter} has split it is still larger than what is
 * compiled unless that is asked for, and so are the tables of what is called by its number.
 */
final class CompilerOptions {
  /** What an application is to be started with. */
  static final String WANTED = "-XX:-DontCompileHugeMethods";

  private static final SafeLogger LOG = SafeLogger.of(CompilerOptions.class);
  private static final AtomicBoolean MENTIONED = new AtomicBoolean();

  private CompilerOptions() {}

  /** What is missing, and what that does; empty where nothing is. */
  static Optional<String> missing() {
    return isHugeMethodCompiled()
        ? Optional.empty()
        : Optional.of(
            "Python runs several times slower in the wasm engine without this option of the virtual"
                + " machine: java "
                + WANTED);
  }

  /** Logs it, once in a virtual machine. */
  static void mentionOnce() {
    missing()
        .ifPresent(message -> {
          if (MENTIONED.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, message);
          }
        });
  }

  private static boolean isHugeMethodCompiled() {
    var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return bean == null || bean.getVMOption("DontCompileHugeMethods").getValue().equals("false");
    } catch (IllegalArgumentException e) {
      // Another virtual machine, which has no such option.
      return true;
    }
  }
}
