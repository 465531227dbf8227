package io.terrarium.engine.wasm;

import io.terrarium.InvalidRuntimeException;
import io.terrarium.runtime.RuntimeSources;
import io.terrarium.wire.ValueEncoder;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;

/**
 * Makes the image that instances begin as; run by the build, since Python takes seconds in it to
 * compile the runtime and to warm up, and nothing of that depends on where the image is used.
 */
final class ImageMaker {
  /** The name of the resource. */
  static final String RESOURCE = "python.image";

  /** Changes with what is done here. */
  private static final String VERSION = "3";

  private static final int STACK_BYTES = 256 << 20;

  /** Reads the start message from its input and hands over to {@code instance.py}. */
  private static final String GUEST =
      """
      import marshal, os, sys
      def take(size):
          data = b""
          while len(data) < size:
              data += os.read(0, size - len(data))
          return data
      start = marshal.loads(take(int.from_bytes(take(4), "big")))
      importing = type(sys)("terrarium_runtime.importing")
      sys.modules[importing.__name__] = importing
      exec(compile(start["sources"]["importing"], "<importing>", "exec"), importing.__dict__)
      importing.install()
      importing.FINDER.add_sources("terrarium_runtime", start.pop("sources"))
      from terrarium_runtime.instance import handle, prepare
      prepare(start.pop("zones"))
      """;

  private ImageMaker() {}

  /** Makes it in a folder of classes, unless the one that is there was made from the same. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]).resolve(RESOURCE);
    String identity = identity();
    if (Files.exists(file) && isOf(file, identity)) {
      return;
    }
    Image image = onLargeStack(() -> make(identity));
    Files.createDirectories(file.getParent());
    Path made = file.resolveSibling(RESOURCE + ".new");
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(made), 1 << 16))) {
      image.write(out, PythonAbi.leanModule());
    }
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What an image is of: this code, the runtime, and the artifact. */
  static String identity() {
    return VERSION + "-" + RuntimeSources.fingerprint() + "-" + PythonAbi.version();
  }

  private static boolean isOf(Path file, String identity) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      return in.readUTF().equals(identity);
    }
  }

  private static Image make(String identity) {
    WasmModule module = PythonAbi.completeModule();
    var streams = new Streams();
    var world = new BootFolder(streams, GUEST.getBytes(StandardCharsets.UTF_8));
    var memory =
        CopyOnWriteMemory.empty(
            module.memorySection().orElseThrow().getMemory(0).limits().initialPages());
    Instance instance = PythonAbi.instance(module, memory, world);
    instance.initialize(false);
    PythonAbi.enlargeStack(instance);
    var writer = Thread.ofPlatform().daemon().start(() -> write(streams, start()));
    try {
      PythonAbi.setUp(instance);
      writer.join();
      byte[] version = PythonAbi.execute(instance, Order.FINISH.bytes());
      return Image.of(identity, new String(version, StandardCharsets.US_ASCII), module, instance);
    } catch (RuntimeException e) {
      throw new IllegalStateException("no image could be made: " + world.errors(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] start() {
    byte[] message =
        ValueEncoder.encode(Map.of("sources", RuntimeSources.modules(), "zones", ZoneFile.all()));
    return ByteBuffer.allocate(Integer.BYTES + message.length)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static void write(Streams streams, byte[] message) {
    try (var channel = streams.supervisor()) {
      channel.write(ByteBuffer.wrap(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Python's own recursion is the virtual machine's. What the work throws is thrown here. */
  static Image onLargeStack(Supplier<Image> work) {
    var made = new CompletableFuture<Image>();
    new Thread(
            null,
            () -> {
              try {
                made.complete(work.get());
              } catch (RuntimeException | Error e) {
                made.completeExceptionally(e);
              }
            },
            "terrarium-image",
            STACK_BYTES)
        .start();
    try {
      return made.join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case InvalidRuntimeException refused -> refused;
        case null, default -> e;
      };
    }
  }
}
