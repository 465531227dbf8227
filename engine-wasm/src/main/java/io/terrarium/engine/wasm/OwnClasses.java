package io.terrarium.engine.wasm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a class of this package is made of: it and all of the package that it uses, and what those
 * use. Whatever one of them is changed to, what was made by the old ones is known by their digest.
 */
final class OwnClasses {
  private static final String PACKAGE = OwnClasses.class.getPackageName().replace('.', '/') + "/";

  private final String last;
  private final Map<String, byte[]> found = new TreeMap<>();

  private OwnClasses(Class<?> last) {
    this.last = last.getName().replace('.', '/');
  }

  /**
   * The digest of the class files.
   *
   * @param last one that counts itself, but what it uses does not
   */
  static String digest(Class<?> first, Class<?> last) throws IOException {
    var own = new OwnClasses(last);
    own.add(first.getName().replace('.', '/'));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      own.found.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void add(String name) throws IOException {
    if (found.containsKey(name)) {
      return;
    }
    try (InputStream stream = OwnClasses.class.getResourceAsStream("/" + name + ".class")) {
      if (stream == null) {
        throw new IOException("there is no class file of " + name);
      }
      byte[] bytes = stream.readAllBytes();
      found.put(name, bytes);
      if (name.equals(last)) {
        return;
      }
      for (var constant : ClassFile.of().parse(bytes).constantPool()) {
        if (constant instanceof ClassEntry used && used.asInternalName().startsWith(PACKAGE)) {
          add(used.asInternalName());
        }
      }
    }
  }
}
