package io.terrarium.bench;

import io.terrarium.runtime.RuntimeSources;
import io.terrarium.wire.ValueEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A Python process warmed just as a zygote is, without a jail, which forks children that end at
 * once. For one thread.
 */
final class BareZygote implements AutoCloseable {
  private static final int KIBIBYTE = 1024;

  private final PythonPeer peer;
  private final double startMillis;
  private final double[] report;

  private BareZygote(PythonPeer peer, double startMillis, double[] report) {
    this.peer = peer;
    this.startMillis = startMillis;
    this.report = report;
  }

  /** Starts one with the runtime alone, as for policies that lend single modules. */
  static BareZygote lean(Python python) throws IOException {
    return start(python, false, List.of());
  }

  /**
   * Starts one with the standard library.
   *
   * @param modules what it imports ahead
   */
  static BareZygote withLibrary(Python python, List<String> modules) throws IOException {
    return start(python, true, modules);
  }

  private static BareZygote start(Python python, boolean library, List<String> modules)
      throws IOException {
    byte[] message =
        ValueEncoder.encode(
            Map.of("sources", RuntimeSources.modules(), "library", library, "modules", modules));
    byte[] data =
        ByteBuffer.allocate(Integer.BYTES + message.length)
            .putInt(message.length)
            .put(message)
            .array();
    long began = System.nanoTime();
    PythonPeer peer = PythonPeer.start(python.executable(), "bare_zygote.py");
    try {
      peer.send(data);
      double[] report = peer.hear();
      return new BareZygote(peer, (System.nanoTime() - began) / 1e6, report);
    } catch (IOException e) {
      peer.close();
      throw e;
    }
  }

  /** From the start of the process until it can fork. */
  double startMillis() {
    return startMillis;
  }

  /** Resident memory of its own. */
  double privateBytes() {
    return report[1] * KIBIBYTE;
  }

  /** What it keeps of the library in shared memory. */
  double libraryBytes() {
    return report[2];
  }

  /** Has it fork for so long; {@link #forks} waits for how many it came to. */
  void begin(double seconds) throws IOException {
    peer.say(Double.toString(seconds));
  }

  /** How many forks a second it came to. */
  double forks() throws IOException {
    double[] answer = peer.hear();
    return answer[0] / answer[1];
  }

  /** Forks a second, alone. */
  double forks(double seconds) throws IOException {
    begin(seconds);
    return forks();
  }

  @Override
  public void close() throws IOException {
    peer.close();
  }
}
