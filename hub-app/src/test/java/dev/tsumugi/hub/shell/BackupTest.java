package dev.tsumugi.hub.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir Path temp;

  @Test
  void whatWasCommittedBeforeABackupOfAWorkingServerIsInIt() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    Files.writeString(folder.root().resolve("keys.p12"), "a key");
    Path file = temp.resolve("hub.backup");
    AtomicInteger committed = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    int before;
    try (PostgresServer server = TestServers.start(folder)) {
      PostgresServerTest.execute(
          server.database(), "create table written (n int primary key, filler text)");
      CountDownLatch underWay = new CountDownLatch(50);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> write(server.database(), committed, underWay, enough));
      underWay.await();
      before = committed.get();

      Backup.write(folder, file);
      enough.set(true);
      writer.join();
    }
    assertThat(committed.get()).isGreaterThan(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    DataFolder elsewhere = new DataFolder(temp.toRealPath().resolve("elsewhere"));
    Restore.read(file, elsewhere);
    elsewhere.prepare();
    try (PostgresServer restored = TestServers.start(elsewhere)) {
      Database database = restored.database();
      String gaps = "select max(n) - count(*) from written";
      assertThat(PostgresServerTest.answer(database, gaps)).isEqualTo("0");
      String count = PostgresServerTest.answer(database, "select count(*) from written");
      assertThat(Integer.parseInt(count)).isBetween(before, committed.get());
    }
    assertThat(elsewhere.root().resolve("keys.p12")).hasContent("a key");
    assertThat(elsewhere.root().resolve(Restore.UNFINISHED)).doesNotExist();
  }

  @Test
  void aStoppedHubIsBackedUpColdAndAnythingBrokenIsRefusedWhole() throws Exception {
    DataFolder folder = TestServers.folder(temp);
    try (PostgresServer server = TestServers.start(folder)) {
      PostgresServerTest.execute(server.database(), "create table kept as select 42 as n");
    }
    Path file = temp.resolve("hub.backup");
    Backup.write(folder, file);
    byte[] whole = Files.readAllBytes(file);

    for (int cut : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
      refused(Arrays.copyOf(whole, cut));
    }
    byte[] changed = whole.clone();
    changed[whole.length / 2] ^= 0x10;
    refused(changed);

    DataFolder elsewhere = new DataFolder(temp.toRealPath().resolve("elsewhere"));
    Restore.read(file, elsewhere);
    elsewhere.prepare();
    try (PostgresServer restored = TestServers.start(elsewhere)) {
      assertThat(PostgresServerTest.answer(restored.database(), "select n from kept"))
          .isEqualTo("42");
    }
    assertThatThrownBy(() -> Restore.read(file, elsewhere))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void nothingToBackUpIsSaid() {
    DataFolder nowhere = new DataFolder(temp.resolve("nowhere"));

    assertThatThrownBy(() -> Backup.write(nowhere, temp.resolve("x")))
        .hasMessageContaining("no hub's data");
    assertThatThrownBy(() -> Restore.read(temp.resolve("x"), nowhere))
        .hasMessageContaining("There is no backup");
  }

  private void refused(byte[] content) throws Exception {
    Path broken = temp.resolve("broken.backup");
    Files.write(broken, content);
    DataFolder target = new DataFolder(temp.resolve("target"));

    assertThatThrownBy(() -> Restore.read(broken, target))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("broken or cut off");
    assertThat(target.root()).isEmptyDirectory();
  }

  private static void write(
      Database database, AtomicInteger committed, CountDownLatch underWay, AtomicBoolean enough) {
    try (Connection owner = database.connectAsOwner();
        Statement statement = owner.createStatement()) {
      while (!enough.get()) {
        int next = committed.get() + 1;
        statement.execute(
            "insert into written values (" + next + ", repeat('filler ', 500) || random())");
        committed.set(next);
        underWay.countDown();
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
