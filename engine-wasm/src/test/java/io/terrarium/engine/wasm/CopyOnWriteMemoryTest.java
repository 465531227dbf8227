package io.terrarium.engine.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import run.endive.runtime.WasmInterruptedException;
import run.endive.runtime.WasmRuntimeException;

class CopyOnWriteMemoryTest {
  private static final int PAGE = 1 << 16;
  private static final int PAGES = 4;

  private final Random random = new Random(7);
  private final byte[][] image = randomPages();

  @Test
  void it_is_like_one_array_whatever_is_written_and_wherever() {
    CopyOnWriteMemory memory = memory(PAGES);
    byte[] expected = flat();
    for (int round = 0; round < 20_000; round++) {
      change(memory, expected);
    }
    assertThat(memory.readBytes(0, PAGES * PAGE)).isEqualTo(expected);
  }

  @Test
  void what_one_writes_neither_the_image_nor_another_one_sees() {
    byte[] before = flat();
    CopyOnWriteMemory one = memory(PAGES);
    CopyOnWriteMemory other = memory(PAGES);
    one.fill((byte) 1, 0, PAGES * PAGE);
    assertThat(other.readBytes(0, PAGES * PAGE)).isEqualTo(before);
    assertThat(flat()).isEqualTo(before);
  }

  @Test
  void nothing_outside_of_it_can_be_read_or_written() {
    CopyOnWriteMemory memory = memory(PAGES + 2);
    assertThat(memory.grow(1)).isEqualTo(PAGES);
    int end = (PAGES + 1) * PAGE;
    for (int address : List.of(end, end - 1, end - 3, end + PAGE, -1, -8, Integer.MIN_VALUE)) {
      refuses(() -> memory.readLong(address));
      refuses(() -> memory.readBytes(address, 9));
      refuses(() -> writing(() -> memory.writeLong(address, 1)));
      refuses(() -> writing(() -> memory.write(address, new byte[9], 0, 9)));
      refuses(() -> writing(() -> memory.fill((byte) 1, address, address + 9)));
      refuses(() -> writing(() -> memory.copy(address, 0, 9)));
      refuses(() -> writing(() -> memory.copy(0, address, 9)));
    }
    refuses(() -> memory.readInt(end - 3));
    refuses(() -> memory.readShort(end - 1));
    refuses(() -> memory.read(end));
    refuses(() -> writing(() -> memory.writeByte(end, (byte) 1)));
    assertThat(memory.readLong(end - 8)).isZero();
  }

  @Test
  void it_grows_to_its_limit_and_no_further_and_a_limit_can_only_be_lowered() {
    CopyOnWriteMemory memory = memory(PAGES + 10);
    assertThat(memory.grow(11)).isEqualTo(-1);
    assertThat(memory.grow(Integer.MAX_VALUE)).isEqualTo(-1);
    assertThat(memory.grow(-1)).isEqualTo(-1);
    memory.limitTo(PAGES + 5);
    memory.limitTo(PAGES + 10);
    assertThat(memory.grow(6)).isEqualTo(-1);
    assertThat(memory.grow(5)).isEqualTo(PAGES);
    assertThat(memory.pages()).isEqualTo(PAGES + 5);
  }

  @Test
  void a_long_copy_stops_when_its_thread_is_interrupted() {
    CopyOnWriteMemory memory = memory(PAGES);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> memory.copy(1, 0, PAGES * PAGE - 1))
        .isInstanceOf(WasmInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private void change(CopyOnWriteMemory memory, byte[] bytes) {
    ByteBuffer expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int address = random.nextBoolean() ? random.nextInt(PAGES * PAGE - 8) : nearBoundary();
    long value = random.nextLong();
    switch (random.nextInt(8)) {
      case 0 -> {
        memory.writeByte(address, (byte) value);
        expected.put(address, (byte) value);
      }
      case 1 -> {
        memory.writeShort(address, (short) value);
        expected.putShort(address, (short) value);
      }
      case 2 -> {
        memory.writeI32(address, (int) value);
        expected.putInt(address, (int) value);
      }
      case 3 -> {
        memory.writeLong(address, value);
        expected.putLong(address, value);
      }
      case 4 -> {
        int to = random.nextInt(PAGES * PAGE);
        int size = random.nextInt(PAGES * PAGE - Math.max(address, to));
        memory.copy(to, address, size);
        System.arraycopy(bytes, address, bytes, to, size);
      }
      case 5 -> {
        memory.writeF64(address, 1.5);
        expected.putDouble(address, 1.5);
      }
      case 6 -> assertThat(memory.readLong(address)).isEqualTo(expected.getLong(address));
      default -> {
        assertThat(memory.readInt(address)).isEqualTo(expected.getInt(address));
        assertThat(memory.readShort(address)).isEqualTo(expected.getShort(address));
        assertThat(memory.read(address)).isEqualTo(expected.get(address));
      }
    }
  }

  private int nearBoundary() {
    return (1 + random.nextInt(PAGES - 1)) * PAGE - 8 + random.nextInt(8);
  }

  private CopyOnWriteMemory memory(int most) {
    return CopyOnWriteMemory.of(image, most, HeapBudget.unbounded());
  }

  private byte[][] randomPages() {
    byte[][] pages = new byte[PAGES][PAGE];
    for (byte[] page : pages) {
      random.nextBytes(page);
    }
    return pages;
  }

  private byte[] flat() {
    byte[] all = new byte[PAGES * PAGE];
    for (int page = 0; page < PAGES; page++) {
      System.arraycopy(image[page], 0, all, page * PAGE, PAGE);
    }
    return all;
  }

  private static Object writing(Runnable work) {
    work.run();
    return "done";
  }

  private static void refuses(Callable<Object> work) {
    assertThatThrownBy(work::call).isInstanceOf(WasmRuntimeException.class);
  }
}
