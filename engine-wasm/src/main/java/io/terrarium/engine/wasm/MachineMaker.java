package io.terrarium.engine.wasm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the machine that instances run on, of the artifact's classes; run by the build.
 *
 * <p>Theory of operation. The artifact is WebAssembly as bytecode of the virtual machine, function
 * by function. One of them, Python's loop, is so large that no compiler of the virtual machine
 * takes it: it would be interpreted for ever. So huge methods are {@linkplain MethodSplitter
 * split}, {@linkplain DirectCode comparisons} are made with instructions instead of calls, and
 * memory is {@link CopyOnWriteMemory} by its type, not by an interface. What the code does stays as
 * it is: every access is checked, and every turn of a loop looks whether it is to stop.
 */
final class MachineMaker {
  /** The class that is made, the first of some. */
  static final String MACHINE = "io.terrarium.engine.wasm.PythonMachine";

  /** What it was made of, a line, and the names of its classes, a line each. */
  private static final String LIST = "python.machine";

  private static final String PACKAGE = MACHINE.substring(0, MACHINE.lastIndexOf('.') + 1);
  private static final String CLASSES = MACHINE.replace('.', '/');
  private static final String MEMORY = "run/endive/runtime/Memory";
  private static final String OWN_MEMORY = "io/terrarium/engine/wasm/CopyOnWriteMemory";

  /** Of a method of the library's, which gives memory as what it knows. */
  private static final String GIVES_MEMORY = "()L" + MEMORY + ";";

  private MachineMaker() {}

  /** Makes it in a folder of classes, unless what is there was made from the same. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Path list = folder.resolve(LIST);
    // Of this code as it was compiled, and of what it works on.
    String wanted =
        OwnClasses.digest(MachineMaker.class, PythonAbi.class) + "-" + PythonAbi.version();
    if (Files.exists(list) && Files.readAllLines(list).getFirst().equals(wanted)) {
      return;
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(list);
    var made = new ArrayList<String>(List.of(wanted));
    for (Map.Entry<String, byte[]> each : PythonAbi.machineClasses().entrySet()) {
      Files.write(folder.resolve(each.getKey()), renamed(improved(each.getValue())));
      made.add(PACKAGE + each.getKey().replace(".class", ""));
    }
    Files.write(list, made);
  }

  /** The names of all classes of the machine. */
  static List<String> classes() throws IOException {
    try (InputStream stream = MachineMaker.class.getResourceAsStream(LIST)) {
      if (stream == null) {
        throw new IOException("there is no list of the machine's classes");
      }
      String list = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
      return list.lines().skip(1).toList();
    }
  }

  private static byte[] improved(byte[] original) {
    ClassFile format =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(MachineMaker.class.getClassLoader())));
    byte[] direct =
        format.transformClass(
            format.parse(original),
            ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(DirectCode::new)));
    return format.transformClass(format.parse(direct), MethodSplitter.ofHuge());
  }

  /** With the names of its constants as they are to be. */
  private static byte[] renamed(byte[] original) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(original));
    var bytes = new ByteArrayOutputStream(original.length);
    var out = new DataOutputStream(bytes);
    out.writeLong(in.readLong());
    int count = in.readUnsignedShort();
    out.writeShort(count);
    int index = 1;
    while (index < count) {
      index += renameConstant(in, out);
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  /** Copies one constant; returns how many places of the pool it takes. */
  private static int renameConstant(DataInputStream in, DataOutputStream out) throws IOException {
    int tag = in.readUnsignedByte();
    out.writeByte(tag);
    switch (tag) {
      case 1 -> out.writeUTF(renamed(in.readUTF()));
      case 5, 6 -> out.writeLong(in.readLong());
      case 7, 8, 16, 19, 20 -> out.writeShort(in.readUnsignedShort());
      case 15 -> out.write(in.readNBytes(3));
      default -> out.writeInt(in.readInt());
    }
    return tag == 5 || tag == 6 ? 2 : 1;
  }

  private static String renamed(String text) {
    if (text.equals(GIVES_MEMORY)) {
      return text;
    }
    return text.equals(MEMORY)
        ? OWN_MEMORY
        : text.replace(PythonAbi.MACHINE_CLASSES, CLASSES)
            .replace("L" + MEMORY + ";", "L" + OWN_MEMORY + ";");
  }
}
