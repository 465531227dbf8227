package io.terrarium.core;

import io.terrarium.Source;
import io.terrarium.wire.PolicyData;
import io.terrarium.wire.ValueEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content hash of a program: the same source, policy and runtime have the same one. */
final class ProgramId {
  private ProgramId() {}

  static String of(Source source, String runtime) {
    MessageDigest digest = sha256();
    add(digest, "terrarium program 1".getBytes(StandardCharsets.UTF_8));
    add(digest, runtime.getBytes(StandardCharsets.UTF_8));
    add(digest, ValueEncoder.encode(PolicyData.of(source.policy())));
    add(digest, source.bytes());
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
