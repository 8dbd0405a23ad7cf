package io.muster.sources.sftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.jspecify.annotations.Nullable;

/** A real SFTP server on this machine, which can be made to misbehave. */
final class LoopbackServer implements AutoCloseable {
  static final String USER = "hr";
  static final String PASSWORD = "a-password-of-tests";
  static final String PASSPHRASE = "a-passphrase-of-tests";
  private static final String FOLDER = "out";

  private final Path root;
  private final KeyPair hostKey;
  private final KeyPair userKey;
  private final SshServer server;
  private final Set<Denied> denied = ConcurrentHashMap.newKeySet();
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final Map<String, String> shownNames = new ConcurrentHashMap<>();
  private final AtomicInteger visits = new AtomicInteger();
  private volatile OnRead onRead = (session, offset) -> {};

  /** What a server can forbid. */
  enum Denied {
    LOOKING,
    READING,
    MOVING,
    DELETING
  }

  /** What happens on the server while a file is read. */
  @FunctionalInterface
  interface OnRead {
    void reading(ServerSession session, long offset) throws IOException;
  }

  private LoopbackServer(Path root, KeyPair hostKey, KeyPair userKey, int port) {
    this.root = root;
    this.hostKey = hostKey;
    this.userKey = userKey;
    this.server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(
        (user, password, session) -> {
          visits.incrementAndGet();
          return user.equals(USER) && password.equals(PASSWORD);
        });
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          visits.incrementAndGet();
          return user.equals(USER) && KeyUtils.compareKeys(key, userKey.getPublic());
        });
    server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    var files = new SftpSubsystemFactory.Builder().withFileSystemAccessor(new Accessor()).build();
    files.addSftpEventListener(new Reads());
    server.setSubsystemFactories(List.of(files));
  }

  static LoopbackServer start(Path root) {
    return start(root, key("ssh-ed25519", 256), key("ssh-ed25519", 256), 0);
  }

  private static LoopbackServer start(Path root, KeyPair host, KeyPair user, int port) {
    try {
      Files.createDirectories(root.resolve(FOLDER));
      var started = new LoopbackServer(root, host, user, port);
      started.server.start();
      return started;
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  static KeyPair key(String kind, int bits) {
    try {
      return KeyUtils.generateKeyPair(kind, bits);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Stops it and starts another one at its address. */
  LoopbackServer replacedBy(KeyPair otherHostKey) throws IOException {
    int port = server.getPort();
    close();
    return start(root, otherHostKey, userKey, port);
  }

  KeyPair hostKey() {
    return hostKey;
  }

  int port() {
    return server.getPort();
  }

  /** How often somebody tried to be let in. */
  int visits() {
    return visits.get();
  }

  /** Settings of a client that it lets in, without the source's name. */
  Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("host", "127.0.0.1");
    settings.put("port", String.valueOf(port()));
    settings.put("user", USER);
    settings.put("private-key", text(userKey, null));
    settings.put("host-keys[0]", PublicKeyEntry.toString(hostKey.getPublic()));
    settings.put("folder", FOLDER);
    // a busy machine is no fault
    settings.put("connect-timeout", "2m");
    settings.put("answer-timeout", "2m");
    return settings;
  }

  /** The private key that it lets in, encrypted. */
  String encryptedKey() {
    return text(userKey, PASSPHRASE);
  }

  static String text(KeyPair keys, @Nullable String passphrase) {
    OpenSSHKeyEncryptionContext encryption = null;
    if (passphrase != null) {
      encryption = new OpenSSHKeyEncryptionContext();
      encryption.setCipherName("AES");
      encryption.setCipherType("256");
      encryption.setCipherMode("CTR");
      encryption.setPassword(passphrase);
    }
    var text = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, "", encryption, text);
    } catch (IOException | GeneralSecurityException failed) {
      throw new IllegalStateException(failed);
    }
    return text.toString(StandardCharsets.US_ASCII);
  }

  /** Lets a sender write a file. */
  void put(String name, String content, Instant modified) throws IOException {
    var file = Files.writeString(folder().resolve(name), content);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  Path folder() {
    return root.resolve(FOLDER);
  }

  List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  void deny(Denied... what) {
    denied.clear();
    denied.addAll(List.of(what));
  }

  /** Has it keep one file to itself. */
  void deny(String name) {
    unreadable.add(name);
  }

  /** Has it forbid nothing any more. */
  void permitAll() {
    denied.clear();
    unreadable.clear();
  }

  /** Has it tell another name than a file has. */
  void show(String name, String as) {
    shownNames.put(name, as);
  }

  void onRead(OnRead what) {
    onRead = what;
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private void check(Denied what, Path path) throws AccessDeniedException {
    if (denied.contains(what)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  private final class Reads implements SftpEventListener {
    @Override
    public void reading(
        ServerSession session,
        String remoteHandle,
        FileHandle localHandle,
        long offset,
        byte[] data,
        int dataOffset,
        int dataLen)
        throws IOException {
      onRead.reading(session, offset);
    }
  }

  private final class Accessor implements SftpFileSystemAccessor {
    @Override
    public SeekableByteChannel openFile(
        SftpSubsystemProxy subsystem,
        FileHandle handle,
        Path file,
        String name,
        Set<? extends OpenOption> options,
        FileAttribute<?>... attributes)
        throws IOException {
      check(Denied.READING, file);
      if (unreadable.contains(String.valueOf(file.getFileName()))) {
        throw new AccessDeniedException(file.toString());
      }
      return SftpFileSystemAccessor.super.openFile(
          subsystem, handle, file, name, options, attributes);
    }

    @Override
    public DirectoryStream<Path> openDirectory(
        SftpSubsystemProxy subsystem,
        DirectoryHandle handle,
        Path folder,
        String name,
        LinkOption... options)
        throws IOException {
      check(Denied.LOOKING, folder);
      return SftpFileSystemAccessor.super.openDirectory(subsystem, handle, folder, name, options);
    }

    @Override
    public void renameFile(
        SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
        throws IOException {
      check(Denied.MOVING, from);
      SftpFileSystemAccessor.super.renameFile(subsystem, from, to, options);
    }

    @Override
    public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory)
        throws IOException {
      check(Denied.DELETING, path);
      SftpFileSystemAccessor.super.removeFile(subsystem, path, isDirectory);
    }

    @Override
    public void putRemoteFileName(
        SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName)
        throws IOException {
      SftpFileSystemAccessor.super.putRemoteFileName(
          subsystem, path, buffer, shownNames.getOrDefault(name, name), shortName);
    }
  }
}
