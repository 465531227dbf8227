package io.terrarium.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a configuration knows of an API key: {@code sha256:} and the hash of it in hexadecimal
 * digits. The key itself is known to its owner alone.
 *
 * <p>A plain SHA-256 without salt is enough here, where it would not be for passwords. A key that
 * {@link #newKey} makes is 256 random bits: there is no dictionary to try and no list of hashes
 * made beforehand, two keys are never alike, and who tries at random would be at it for longer than
 * there is energy for. A slow hash would buy nothing and cost every request. Keys that people think
 * up themselves have none of that.
 *
 * @param text the hash as the configuration has it
 */
public record KeyHash(String text) {
  /** What every key begins with, so that people and scanners know what they have found. */
  public static final String KEY_PREFIX = "terrarium_";

  private static final int RANDOM_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * A hash as a configuration has it.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public KeyHash {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "hash: it has to be sha256: and 64 hexadecimal digits in lower case, as terrarium key new"
              + " prints it");
    }
  }

  /** The hash of a key. */
  public static KeyHash of(String key) {
    return new KeyHash("sha256:" + HexFormat.of().formatHex(digest(key)));
  }

  /** A new key: 256 bits from the machine's source of randomness, in 53 characters. */
  public static String newKey() {
    var bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return KEY_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The hash itself: 32 bytes. Compare them with {@link MessageDigest#isEqual}, whose time does not
   * depend on how much of them agrees.
   */
  public byte[] bytes() {
    return HexFormat.of().parseHex(text, "sha256:".length(), text.length());
  }

  /** The SHA-256 of a key that somebody has shown, to compare with many hashes. */
  public static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
