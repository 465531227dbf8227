package io.terrarium.engine.wasm;

import io.trino.wasm.python.Python;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.ElementSection;
import run.endive.wasm.types.ExportSection;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionSection;
import run.endive.wasm.types.GlobalSection;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.Section;
import run.endive.wasm.types.TableSection;
import run.endive.wasm.types.TypeSection;

/**
 * What has to be known of the artifact {@code io.trino:trino-wasm-python}, all of it.
 *
 * <p>It is CPython with its standard library, initialised when the artifact was made: {@code setup}
 * imports the module {@code guest}, which it finds as a file in {@code /guest}, and {@code execute}
 * calls a function of it. Numbers are little-endian; a type is 12 for bytes or 0 for a row, which a
 * count and its types follow; a value is a byte 1 and the value, bytes their length and themselves;
 * a result has its size before it, and is null where the function raised, of which {@code
 * trino.return_error} was told.
 *
 * <p>Its stack, in its own memory, is smaller than deep recursion in C wants, and ends at address
 * 0: so it is given another one, while nothing is on the first.
 */
final class PythonAbi {
  /** The file that {@code setup} imports, in {@value #GUEST_FOLDER}. */
  static final String GUEST_FILE = "guest.py";

  static final String GUEST_FOLDER = "/guest";

  /** The descriptor by which the folder is known inside. */
  static final int GUEST_FOLDER_DESCRIPTOR = 3;

  /** What the names of the classes begin with that the module was compiled to. */
  static final String MACHINE_CLASSES = "io/trino/wasm/python/PythonMachine";

  /** The function of the guest that is called. */
  static final String FUNCTION = "handle";

  private static final int STACK_POINTER = 0;
  private static final int STACK_BYTES = 16 << 20;
  private static final int STACK_ALIGNMENT = 16;

  private static final int ROW = 0;
  private static final int VARBINARY = 12;
  private static final byte PRESENT = 1;
  private static final int BEFORE_RESULT = Integer.BYTES + 1 + Integer.BYTES;

  /** More than any of our own functions returns; a program may make it say what it likes. */
  private static final int RESULT_BYTES_AT_MOST = 1 << 20;

  private static final String ARTIFACT =
      "/META-INF/maven/io.trino/trino-wasm-python/pom.properties";
  private static final int CODE_SECTION = 10;
  private static final int DATA_SECTION = 11;
  private static final int DATA_COUNT_SECTION = 12;
  private static final int HEADER_BYTES = 8;

  /** Found when the first instance is made: what makes the machine needs this class before. */
  private static final class OwnMachine {
    static final MethodHandle CONSTRUCTOR = constructor();
  }

  private PythonAbi() {}

  /** The module with its data, which takes half a second to read. */
  static WasmModule completeModule() {
    return Python.load();
  }

  /** The version of the artifact, as its own file tells. */
  static String version() {
    try (InputStream stream = Python.class.getResourceAsStream(ARTIFACT)) {
      var properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes that the module was compiled to, by the names of their files. */
  static Map<String, byte[]> machineClasses() throws IOException {
    String prefix = MACHINE_CLASSES.substring(MACHINE_CLASSES.lastIndexOf('/') + 1);
    var classes = new TreeMap<String, byte[]>();
    Path artifact =
        Path.of(
            URI.create(
                Python.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try (FileSystem files = FileSystems.newFileSystem(artifact);
        Stream<Path> all = Files.list(files.getPath(MACHINE_CLASSES).getParent())) {
      for (Path each : all.toList()) {
        String name = each.getFileName().toString();
        if (name.startsWith(prefix)) {
          classes.put(name, Files.readAllBytes(each));
        }
      }
    }
    return classes;
  }

  /**
   * The module's bytes without its data, which is in the image, and without its code, which is in
   * the machine: what is left is small, and quickly read by {@link #module}.
   */
  static byte[] leanModule() throws IOException {
    byte[] all;
    try (InputStream stream = Python.class.getResourceAsStream("Python.meta")) {
      if (stream == null) {
        throw new IOException("the artifact has no Python.meta");
      }
      all = stream.readAllBytes();
    }
    var in = new ByteArrayInputStream(all);
    var lean = new ByteArrayOutputStream();
    lean.write(in.readNBytes(HEADER_BYTES));
    for (int section = in.read(); section >= 0; section = in.read()) {
      int begin = all.length - in.available();
      int size = unsigned(in);
      int header = all.length - in.available() - begin;
      if (section == CODE_SECTION || section == DATA_SECTION || section == DATA_COUNT_SECTION) {
        in.skipNBytes(size);
      } else {
        lean.write(section);
        lean.write(all, begin, header);
        lean.write(in.readNBytes(size));
      }
    }
    return lean.toByteArray();
  }

  /**
   * The module of the bytes that {@link #leanModule} gives. Each of its functions has a body
   * without instructions, since there are as many bodies as functions, and none of them is ever
   * looked at.
   */
  static WasmModule module(byte[] lean) {
    // All of it was validated when the image was made.
    WasmModule.Builder module = WasmModule.builder().withValidation(false);
    Parser.builder().build().parse(new ByteArrayInputStream(lean), section -> add(section, module));
    return module.build();
  }

  private static void add(Section section, WasmModule.Builder module) {
    switch (section) {
      case TypeSection types -> module.setTypeSection(types);
      case ImportSection imports -> module.setImportSection(imports);
      case FunctionSection functions ->
          module.setFunctionSection(functions).setCodeSection(bodies(functions.functionCount()));
      case TableSection tables -> module.setTableSection(tables);
      case MemorySection memories -> module.setMemorySection(memories);
      case GlobalSection globals -> module.setGlobalSection(globals);
      case ExportSection exports -> module.setExportSection(exports);
      case ElementSection elements -> module.setElementSection(elements);
      default -> throw new IllegalStateException("a section of the kind " + section.sectionId());
    }
  }

  private static CodeSection bodies(int count) {
    var none = new FunctionBody(List.of(), List.of());
    CodeSection.Builder code = CodeSection.builder();
    for (int index = 0; index < count; index++) {
      code.addFunctionBody(none);
    }
    return code.build();
  }

  /** A number in the format's own variable length. */
  private static int unsigned(InputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.read();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
  }

  /** An instance that is not initialised yet. */
  static Instance instance(WasmModule module, CopyOnWriteMemory memory, Wasi wasi) {
    return Instance.builder(module)
        .withImportValues(wasi.imports(module))
        .withMachineFactory(PythonAbi::machine)
        .withMemoryFactory(_ -> memory)
        .withInitialize(false)
        .withStart(false)
        .build();
  }

  /**
   * Runs it by the code that {@link MachineMaker} made, which is not there yet when this is
   * compiled.
   */
  private static Machine machine(Instance instance) {
    try {
      return (Machine) OwnMachine.CONSTRUCTOR.invoke(instance);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle constructor() {
    try {
      return MethodHandles.lookup()
          .findConstructor(
              Class.forName(MachineMaker.MACHINE),
              MethodType.methodType(void.class, Instance.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this build of Terrarium has no machine for Python", e);
    }
  }

  /** Gives an instance, in which nothing runs, a stack that is large enough. */
  static void enlargeStack(Instance instance) {
    int begin = allocate(instance, STACK_BYTES);
    int end = begin + STACK_BYTES - STACK_ALIGNMENT;
    instance.global(STACK_POINTER).setValue(end - end % STACK_ALIGNMENT);
  }

  /** Has the guest imported. */
  static void setUp(Instance instance) {
    int name = given(instance, (FUNCTION + "\0").getBytes(StandardCharsets.UTF_8));
    int arguments = given(instance, numbers(ROW, 1, VARBINARY));
    int result = given(instance, numbers(VARBINARY));
    instance.export("setup").apply(name, arguments, result);
  }

  /**
   * Calls the guest's function, and returns when it has.
   *
   * @throws WasmRuntimeException when it raised
   */
  static byte[] execute(Instance instance, byte[] argument) {
    byte[] row = new byte[2 + Integer.BYTES + argument.length];
    littleEndian(row).put(PRESENT).put(PRESENT).putInt(argument.length).put(argument);
    int given = given(instance, row);
    int result = (int) instance.export("execute").apply(given)[0];
    deallocate(instance, given);
    if (result == 0) {
      throw new WasmRuntimeException("the function of the guest raised an exception");
    }
    int size = instance.memory().readInt(result + BEFORE_RESULT - Integer.BYTES);
    if (size > RESULT_BYTES_AT_MOST) {
      throw new WasmRuntimeException("a result of " + size + " bytes");
    }
    byte[] value = instance.memory().readBytes(result + BEFORE_RESULT, size);
    deallocate(instance, result);
    return value;
  }

  private static int given(Instance instance, byte[] data) {
    int address = allocate(instance, data.length);
    instance.memory().write(address, data);
    return address;
  }

  private static int allocate(Instance instance, int size) {
    return (int) instance.export("allocate").apply(size)[0];
  }

  private static void deallocate(Instance instance, int address) {
    instance.export("deallocate").apply(address);
  }

  private static byte[] numbers(int... values) {
    byte[] all = new byte[values.length * Integer.BYTES];
    ByteBuffer buffer = littleEndian(all);
    for (int value : values) {
      buffer.putInt(value);
    }
    return all;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
