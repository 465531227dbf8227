package io.terrarium.core;

import io.terrarium.Source;
import io.terrarium.wire.PolicyData;
import io.terrarium.wire.ValueEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The content hash of a program: the same source, policy and runtime have the same one, with the
 * same host functions. Their signatures are part of it, for they are part of what the program is:
 * under {@code expression} a name that is lent is no parameter, and everywhere a program without
 * its functions is another one. What they do is Java's, and no part of it; nor is what single calls
 * lend.
 */
final class ProgramId {
  private ProgramId() {}

  static String of(Source source, String runtime, Lent lent) {
    MessageDigest digest = sha256();
    add(digest, "terrarium program 1".getBytes(StandardCharsets.UTF_8));
    add(digest, runtime.getBytes(StandardCharsets.UTF_8));
    add(digest, ValueEncoder.encode(PolicyData.of(source.policy())));
    add(digest, source.bytes());
    if (!lent.isEmpty()) {
      add(digest, lent.signatures().getBytes(StandardCharsets.UTF_8));
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /** With its length first, so that no two lists of parts look alike. */
  private static void add(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
