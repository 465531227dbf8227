package io.terrarium.jail;

import java.util.Locale;

/**
 * A processor architecture that the jail knows: system calls have other numbers on each.
 *
 * <p>Both are little-endian with 64-bit registers; what is built for them relies on that.
 */
public enum Architecture {
  /** 64-bit x86: {@code amd64} to Java. */
  X86_64("x86_64", 0xC000_003E),
  /** 64-bit ARM. */
  AARCH64("aarch64", 0xC000_00B7);

  private final String id;
  private final int auditToken;

  Architecture(String id, int auditToken) {
    this.id = id;
    this.auditToken = auditToken;
  }

  /**
   * The architecture of this Java process.
   *
   * @throws UnsupportedOperationException if the jail has no tables for it, or this is not Linux
   */
  public static Architecture current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /**
   * The architecture that Java's system properties {@code os.name} and {@code os.arch} name.
   *
   * @throws UnsupportedOperationException if the jail has no tables for it, or it is not Linux
   */
  public static Architecture of(String operatingSystem, String name) {
    if (!operatingSystem.equals("Linux")) {
      throw new UnsupportedOperationException(
          "The jail is made of Linux kernel features and this is \"%s\"; run on Linux, or use the wasm engine"
              .formatted(operatingSystem));
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      default ->
          throw new UnsupportedOperationException(
              "The jail has system-call tables for x86_64 and aarch64, not for \"%s\"; use the wasm engine"
                  .formatted(name));
    };
  }

  /** The kernel's name of the architecture, as {@code uname -m} prints it. */
  public String id() {
    return id;
  }

  /**
   * The kernel's {@code AUDIT_ARCH_…} token (linux/audit.h), which {@code seccomp_data.arch} holds:
   * the ELF machine number with the flags for 64-bit and little-endian.
   */
  int auditToken() {
    return auditToken;
  }
}
