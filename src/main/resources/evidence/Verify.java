import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.x500.X500Principal;

/**
 * Checks an evidence pack of Muster, offline. It needs a JDK 17 and nothing else:
 *
 * <pre>java Verify.java pack.zip [public-key.pem [time-stamping-certificates.pem]]</pre>
 *
 * Without a key it takes the one in the pack, and says so: compare its fingerprint with the one you
 * were given by another way. Time stamps (RFC 3161) are checked as to what was stamped, when, and
 * the signature; with the certificates you trust, it also checks that whoever signed them is one of
 * those or leads to one. Whether a certificate was revoked is not checked. It ends with 0 if everything is genuine, 1 if anything is not, 2 if it
 * could not be checked.
 */
public class Verify {
  private static final String NOTHING_BEFORE = "0".repeat(64);
  private static final String STATEMENT = "statement.dsse.json";
  private static final String KEYS = "public-keys.pem";

  private final List<String> wrong = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Trusted trusted;
  private final String name;

  /** What is believed: keys of the service by their ids, and certificates of time-stampers. */
  private record Trusted(Map<String, PublicKey> keys, List<X509Certificate> stampers) {}

  private Verify(String name, Trusted trusted) {
    this.name = name;
    this.trusted = trusted;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 1 || arguments.length > 3) {
      System.err.println(
          "Usage: java Verify.java pack.zip [public-key.pem [time-stamping-certificates.pem]]");
      System.exit(2);
    }
    try {
      var files = unzip(Files.readAllBytes(Path.of(arguments[0])));
      var given = arguments.length >= 2;
      var pem =
          given
              ? Files.readString(Path.of(arguments[1]))
              : new String(files.getOrDefault(KEYS, new byte[0]), StandardCharsets.UTF_8);
      var keys = keys(pem);
      keys.keySet()
          .forEach(
              id ->
                  System.out.printf(
                      "Key %s%s%n",
                      id, given ? "" : " (from the pack itself: compare it with the one you know)"));
      var stampers =
          arguments.length == 3
              ? certificates(Files.readAllBytes(Path.of(arguments[2])))
              : List.<X509Certificate>of();
      System.exit(verify(arguments[0], files, new Trusted(keys, stampers)) ? 0 : 1);
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      System.out.println("CANNOT BE CHECKED: " + unreadable);
      System.exit(2);
    }
  }

  private static boolean verify(
      String name, Map<String, byte[]> files, Trusted trusted) throws Exception {
    var check = new Verify(name, trusted);
    check.statement(files);
    if (files.containsKey("entries.jsonl")) {
      check.pack(files);
    }
    var genuine = check.report();
    for (var file : new TreeMap<>(files).entrySet()) {
      if (file.getKey().startsWith("packs/") && file.getKey().endsWith(".zip")) {
        genuine &= verify(file.getKey(), unzip(file.getValue()), trusted);
      }
    }
    return genuine;
  }

  private boolean report() {
    notes.forEach(note -> System.out.printf("%s: note: %s%n", name, note));
    wrong.forEach(fault -> System.out.printf("%s: NOT GENUINE: %s%n", name, fault));
    if (wrong.isEmpty()) {
      System.out.printf("%s: GENUINE%n", name);
    }
    return wrong.isEmpty();
  }

  // ---- the envelope

  private void statement(Map<String, byte[]> files) throws Exception {
    var file = files.get(STATEMENT);
    if (file == null) {
      wrong.add("there is no " + STATEMENT);
      return;
    }
    var envelope = object(Json.read(text(file)));
    var type = String.valueOf(envelope.get("payloadType"));
    var payload = Base64.getDecoder().decode(String.valueOf(envelope.get("payload")));
    var signatures = list(envelope.get("signatures"));
    if (signatures.isEmpty()) {
      wrong.add("the pack is not signed");
    }
    for (var one : signatures) {
      var signature = object(one);
      if (!signed(signature.get("keyid"), signature.get("sig"), paeOf(type, payload))) {
        wrong.add("the signature of the pack is wrong, or of another key");
      }
    }
    var statement = object(Json.read(text(payload)));
    if (!"https://in-toto.io/Statement/v1".equals(statement.get("_type"))) {
      wrong.add("the statement is no in-toto statement v1");
    }
    var named = new TreeMap<String, String>();
    for (var one : list(statement.get("subject"))) {
      var subject = object(one);
      named.put(
          String.valueOf(subject.get("name")),
          String.valueOf(object(subject.get("digest")).get("sha256")));
    }
    named.forEach(
        (path, digest) -> {
          if (!files.containsKey(path)) {
            wrong.add("the file " + path + " was dropped from the pack");
          } else if (!sha256(files.get(path)).equals(digest)) {
            wrong.add("the file " + path + " was altered after the pack was made");
          }
        });
    for (var path : new TreeMap<>(files).keySet()) {
      if (!named.containsKey(path) && !Set.of(STATEMENT, KEYS).contains(path)) {
        wrong.add("the file " + path + " was added to the pack");
      }
    }
  }

  private static byte[] paeOf(String type, byte[] payload) {
    var head =
        "DSSEv1 %d %s %d "
            .formatted(type.getBytes(StandardCharsets.UTF_8).length, type, payload.length)
            .getBytes(StandardCharsets.UTF_8);
    var all = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  // ---- the chains

  private record Entry(Map<String, Object> line) {
    String chain() {
      return String.valueOf(line.get("chain"));
    }

    long number() {
      return ((Number) line.get("number")).longValue();
    }

    String text(String member) {
      return String.valueOf(line.get(member));
    }

    Instant at() {
      return Instant.parse(text("recordedAt"));
    }

    String hashAs(long number, String previous) {
      var hashed = new TreeMap<String, Object>();
      for (var member : List.of("chain", "recordedAt", "kind", "content")) {
        hashed.put(member, line.get(member));
      }
      hashed.put("number", number);
      hashed.put("previous", previous);
      return sha256(Json.canonical(hashed).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "entry %d of %s (%s, %s)"
          .formatted(number(), chain(), text("kind"), text("recordedAt"));
    }
  }

  private void pack(Map<String, byte[]> files) throws Exception {
    var chains = new LinkedHashMap<String, List<Entry>>();
    for (var line : text(files.get("entries.jsonl")).split("\n")) {
      if (!line.isBlank()) {
        var entry = new Entry(object(Json.read(line)));
        chains.computeIfAbsent(entry.chain(), chain -> new ArrayList<>()).add(entry);
      }
    }
    for (var chain : chains.values()) {
      chain(chain);
    }
    var heads = list(Json.read(text(files.get("heads.json"))));
    heads(heads, chains);
    stamps(files, heads);
    opened(list(Json.read(text(files.get("opened.json")))), text(files.get("entries.jsonl")));
    notes.add(
        "%d chains, %d entries"
            .formatted(chains.size(), chains.values().stream().mapToInt(List::size).sum()));
  }

  private void chain(List<Entry> entries) throws Exception {
    var hashes = new HashMap<String, Long>();
    entries.forEach(entry -> hashes.put(entry.text("hash"), entry.number()));
    var previous = NOTHING_BEFORE;
    long expected = 1;
    Instant before = Instant.MIN;
    for (var entry : entries) {
      if (entry.number() > expected) {
        wrong.add(
            "entries %d to %d of %s were dropped"
                .formatted(expected, entry.number() - 1, entry.chain()));
      } else if (entry.number() < expected) {
        wrong.add(entry + " was added, or reordered: its number was there before");
      }
      link(entry, entries, previous, entry.number() == expected);
      if (entry.at().isBefore(before)) {
        wrong.add(entry + " was backdated: it is older than the entry before it");
      }
      before = entry.at();
      previous = entry.text("hash");
      expected = entry.number() + 1;
    }
  }

  private void link(Entry entry, List<Entry> all, String previous, boolean inOrder)
      throws Exception {
    var own = entry.hashAs(entry.number(), entry.text("previous"));
    if (!own.equals(entry.text("hash"))) {
      var was = numberBefore(entry, all);
      wrong.add(
          was > 0
              ? "%s was reordered: it was written as entry %d".formatted(entry, was)
              : entry + " was altered: it does not fit its hash");
    } else if (inOrder && !entry.text("previous").equals(previous)) {
      wrong.add(entry + " was added, altered or reordered: it does not follow the one before it");
    }
    if (!entry.line().containsKey("signature")) {
      wrong.add(entry + " is not signed");
    } else if (!signed(
        entry.line().get("signedBy"),
        entry.line().get("signature"),
        entry.text("hash").getBytes(StandardCharsets.UTF_8))) {
      wrong.add(entry + " was added or altered: its signature is wrong, or of another key");
    }
  }

  /** What number the entry has its hash with, or 0 if none. */
  private static long numberBefore(Entry entry, List<Entry> all) {
    for (long number = 1; number <= all.size() + 1L; number++) {
      if (entry.hashAs(number, entry.text("previous")).equals(entry.text("hash"))) {
        return number;
      }
    }
    return 0;
  }

  // ---- the signed days

  private void heads(List<Object> heads, Map<String, List<Entry>> chains) throws Exception {
    String previous = null;
    for (var one : heads) {
      var head = object(one);
      var day = String.valueOf(head.get("day"));
      var hashed = new TreeMap<String, Object>();
      for (var member : List.of("day", "until", "chains", "entries", "root", "previous")) {
        hashed.put(member, head.get(member));
      }
      if (!sha256(Json.canonical(hashed).getBytes(StandardCharsets.UTF_8))
          .equals(head.get("hash"))) {
        wrong.add("the head of " + day + " was altered");
      }
      if (!signed(
          head.get("signedBy"),
          head.get("signature"),
          String.valueOf(head.get("hash")).getBytes(StandardCharsets.UTF_8))) {
        wrong.add("the head of " + day + " is not signed, or by another key");
      }
      if (previous != null && !previous.equals(head.get("previous"))) {
        wrong.add("the head of " + day + " does not follow the day before: a day was dropped or made anew");
      }
      previous = String.valueOf(head.get("hash"));
      leaves(day, head, chains);
    }
    if (heads.isEmpty()) {
      notes.add("no day is closed yet: nothing but the signatures of the entries shows what was dropped at the end");
    } else {
      notes.add(
          "held against the signed days %s to %s; what was dropped at the end of a chain on a later day is not seen"
              .formatted(object(heads.get(0)).get("day"), object(heads.get(heads.size() - 1)).get("day")));
    }
  }

  private void leaves(String day, Map<String, Object> head, Map<String, List<Entry>> chains) {
    var lines = new StringBuilder();
    var leaves = new HashMap<String, Map<String, Object>>();
    for (var one : list(head.get("leaves"))) {
      var leaf = object(one);
      lines
          .append(leaf.get("chain"))
          .append(' ')
          .append(leaf.get("number"))
          .append(' ')
          .append(leaf.get("hash"))
          .append('\n');
      leaves.put(String.valueOf(leaf.get("chain")), leaf);
    }
    if (!sha256(lines.toString().getBytes(StandardCharsets.UTF_8)).equals(head.get("root"))) {
      wrong.add("the list of chains under the head of " + day + " was altered: a case was dropped, added or changed");
    }
    var begin = LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    var until = Instant.parse(String.valueOf(head.get("until")));
    for (var chain : chains.entrySet()) {
      var within =
          chain.getValue().stream()
              .filter(entry -> !entry.at().isBefore(begin) && entry.at().isBefore(until))
              .toList();
      leaf(day, leaves.get(chain.getKey()), within, chain.getValue());
    }
  }

  private void leaf(
      String day, Map<String, Object> leaf, List<Entry> within, List<Entry> all) {
    if (leaf == null) {
      within.forEach(
          entry ->
              wrong.add(
                  "%s was added or backdated: the signed head of %s knows nothing of it"
                      .formatted(entry, day)));
      return;
    }
    var number = ((Number) leaf.get("number")).longValue();
    var last = all.stream().filter(entry -> entry.number() == number).findFirst();
    if (last.isEmpty()) {
      wrong.add(
          "entries of %s were dropped: on %s it had %d"
              .formatted(leaf.get("chain"), day, number));
    } else if (!last.get().text("hash").equals(leaf.get("hash"))) {
      wrong.add(
          "%s was altered: the signed head of %s knows another one".formatted(last.get(), day));
    }
    within.stream()
        .filter(entry -> entry.number() > number)
        .forEach(
            entry ->
                wrong.add(
                    "%s was added or backdated: on %s the chain ended with entry %d"
                        .formatted(entry, day, number)));
  }

  // ---- the time stamps of the signed days (RFC 3161)

  /** A day that was stamped later than that was so long without an outside witness. */
  private static final Duration LATE = Duration.ofDays(1);

  private void stamps(Map<String, byte[]> files, List<Object> heads) {
    var tokens = new TreeMap<String, byte[]>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith("timestamps/") && path.endsWith(".tst")) {
            tokens.put(path.substring("timestamps/".length(), path.length() - 4), content);
          }
        });
    var stamped = tokens.size();
    for (var one : heads) {
      var head = object(one);
      var day = String.valueOf(head.get("day"));
      var token = tokens.remove(day);
      if (token != null) {
        try {
          stamp(day, head, new Token(token));
        } catch (Exception broken) {
          wrong.add("the time stamp of " + day + " cannot be read: " + broken.getMessage());
        }
      }
    }
    tokens
        .keySet()
        .forEach(
            day ->
                wrong.add(
                    "the time stamp of " + day + " belongs to no head: a day was dropped"));
    if (!heads.isEmpty()) {
      notes.add(
          stamped == 0
              ? "no day is time-stamped: when a day was signed is known from the service alone"
              : "%d of %d days are time-stamped".formatted(stamped, heads.size()));
    }
  }

  private void stamp(String day, Map<String, Object> head, Token token) throws Exception {
    var what = "the time stamp of " + day;
    if (!Token.SHA256.equals(token.imprintAlgorithm)
        || !HexFormat.of().formatHex(token.imprint).equals(head.get("hash"))) {
      wrong.add(what + " is of something else than the head");
      return;
    }
    var signer = token.signer();
    if (signer == null) {
      wrong.add(what + " holds no certificate of whoever signed it");
      return;
    }
    if (!token.isSignedBy(signer)) {
      wrong.add(what + " was altered: its signature is wrong");
      return;
    }
    var use = signer.getExtendedKeyUsage();
    if (use == null || !use.contains(Token.TIME_STAMPING)) {
      wrong.add(what + " is signed with a certificate that is not for time-stamping");
    }
    if (token.at.isBefore(signer.getNotBefore().toInstant())
        || token.at.isAfter(signer.getNotAfter().toInstant())) {
      wrong.add(what + " is signed with a certificate that was not valid then");
    }
    var until = Instant.parse(String.valueOf(head.get("until")));
    if (token.at.isBefore(until)) {
      wrong.add(what + " is from before the day ended: " + token.at);
    } else if (token.at.isAfter(until.plus(LATE))) {
      notes.add("the head of %s was time-stamped only at %s".formatted(day, token.at));
    }
    var by = signer.getSubjectX500Principal().getName();
    if (trusted.stampers().isEmpty()) {
      notes.add(
          "the head of %s was there at %s, says '%s', which was not held against a certificate you trust"
              .formatted(day, token.at, by));
    } else if (isTrusted(signer, token)) {
      notes.add("the head of %s was there at %s, says '%s'".formatted(day, token.at, by));
    } else {
      wrong.add("%s is signed by '%s', which leads to no certificate you trust".formatted(what, by));
    }
  }

  private boolean isTrusted(X509Certificate signer, Token token) throws Exception {
    if (trusted.stampers().contains(signer)) {
      return true;
    }
    var anchors = new HashSet<TrustAnchor>();
    trusted.stampers().forEach(one -> anchors.add(new TrustAnchor(one, null)));
    var target = new X509CertSelector();
    target.setCertificate(signer);
    var wanted = new PKIXBuilderParameters(anchors, target);
    wanted.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(token.certificates)));
    wanted.setRevocationEnabled(false);
    wanted.setDate(Date.from(token.at));
    try {
      CertPathBuilder.getInstance("PKIX").build(wanted);
      return true;
    } catch (CertPathBuilderException untrusted) {
      return false;
    }
  }

  private static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    var certificates = new ArrayList<X509Certificate>();
    for (var one :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      certificates.add((X509Certificate) one);
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("the file of time-stamping certificates holds none");
    }
    return certificates;
  }

  /** A time-stamp token: CMS SignedData over a TSTInfo, both in DER. */
  private static final class Token {
    static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String PSS = "1.2.840.113549.1.1.10";
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String DIGEST = "1.2.840.113549.1.9.4";
    private static final String CERTIFICATE_V1 = "1.2.840.113549.1.9.16.2.12";
    private static final String CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final Map<String, String> DIGESTS =
        Map.of(
            "1.3.14.3.2.26", "SHA-1",
            SHA256, "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");

    final String imprintAlgorithm;
    final byte[] imprint;
    final Instant at;
    final List<X509Certificate> certificates = new ArrayList<>();
    private final byte[] info;
    private final Der signerInfo;
    private final Der attributes;

    Token(byte[] encoded) throws GeneralSecurityException {
      var signedData = Der.read(encoded).child(1).child(0);
      var content = signedData.child(2);
      if (!TST_INFO.equals(content.child(0).oid())) {
        throw new IllegalArgumentException("it is no time-stamp token");
      }
      info = content.child(1).child(0).content();
      var tst = Der.read(info);
      imprintAlgorithm = tst.child(2).child(0).child(0).oid();
      imprint = tst.child(2).child(1).content();
      at = time(new String(tst.child(4).content(), StandardCharsets.US_ASCII));
      var parts = signedData.children();
      for (var part : parts) {
        if (part.tag() == 0xA0) {
          for (var one : part.children()) {
            certificates.add(
                (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(one.encoded())));
          }
        }
      }
      var signers = parts.get(parts.size() - 1).children();
      if (signers.size() != 1) {
        throw new IllegalArgumentException("it has " + signers.size() + " signers");
      }
      signerInfo = signers.get(0);
      attributes = signerInfo.child(3);
      if (attributes.tag() != 0xA0) {
        throw new IllegalArgumentException("it signs no attributes");
      }
    }

    private static Instant time(String text) {
      var parts = text.replaceAll("Z$", "").split("\\.", 2);
      var seconds =
          LocalDateTime.parse(parts[0], DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
              .toInstant(ZoneOffset.UTC);
      return parts.length == 1
          ? seconds
          : seconds.plusNanos(new BigDecimal("0." + parts[1]).movePointRight(9).longValue());
    }

    /** The certificate that the token names, or null. */
    X509Certificate signer() {
      var named = signerInfo.child(1);
      for (var one : certificates) {
        if (named.tag() == 0x30
            && one.getSerialNumber().equals(new BigInteger(named.child(1).content()))
            && one.getIssuerX500Principal()
                .equals(new X500Principal(named.child(0).encoded()))) {
          return one;
        }
        var id = one.getExtensionValue("2.5.29.14");
        if (named.tag() == 0x80
            && id != null
            && Arrays.equals(Der.read(Der.read(id).content()).content(), named.content())) {
          return one;
        }
      }
      return null;
    }

    boolean isSignedBy(X509Certificate signer) throws Exception {
      var digest = digestOf(signerInfo.child(2).child(0).oid());
      if (!TST_INFO.equals(attribute(CONTENT_TYPE).oid())
          || !Arrays.equals(digest.digest(info), attribute(DIGEST).content())
          || !names(signer)) {
        return false;
      }
      // what is signed is the set itself, not as it is tagged where it stands
      var signed = attributes.encoded();
      signed[0] = 0x31;
      var algorithm = signerInfo.child(4);
      var check = signature(algorithm, digest.getAlgorithm());
      check.initVerify(signer.getPublicKey());
      check.update(signed);
      return check.verify(signerInfo.child(5).content());
    }

    private static Signature signature(Der algorithm, String digest) throws Exception {
      var oid = algorithm.child(0).oid();
      if (oid.equals(RSA)) {
        return Signature.getInstance(digest.replace("-", "") + "withRSA");
      }
      if (oid.equals(PSS)) {
        var parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(algorithm.child(1).encoded());
        var check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(parameters.getParameterSpec(PSSParameterSpec.class));
        return check;
      }
      return Signature.getInstance(oid);
    }

    /** Whether the signed attributes name this certificate, so that no other takes its place. */
    private boolean names(X509Certificate signer) throws GeneralSecurityException {
      for (var attribute : attributes.children()) {
        var oid = attribute.child(0).oid();
        if (oid.equals(CERTIFICATE_V1) || oid.equals(CERTIFICATE_V2)) {
          var id = attribute.child(1).child(0).child(0).child(0);
          var algorithm = "SHA-1";
          var hash = id.child(0);
          if (oid.equals(CERTIFICATE_V2)) {
            algorithm = "SHA-256";
            if (hash.tag() == 0x30) {
              algorithm = digestOf(hash.child(0).oid()).getAlgorithm();
              hash = id.child(1);
            }
          }
          return Arrays.equals(
              MessageDigest.getInstance(algorithm).digest(signer.getEncoded()), hash.content());
        }
      }
      return false;
    }

    private Der attribute(String oid) {
      for (var attribute : attributes.children()) {
        if (oid.equals(attribute.child(0).oid())) {
          return attribute.child(1).child(0);
        }
      }
      throw new IllegalArgumentException("a signed attribute is missing");
    }

    private static MessageDigest digestOf(String oid) throws GeneralSecurityException {
      return MessageDigest.getInstance(DIGESTS.getOrDefault(oid, oid));
    }
  }

  /** One element of DER: where it begins, where its content does, and where both end. */
  private record Der(byte[] bytes, int from, int inner, int end) {
    static Der read(byte[] bytes) {
      var all = at(bytes, 0, bytes.length);
      if (all.end != bytes.length) {
        throw new IllegalArgumentException("there is more after its end");
      }
      return all;
    }

    private static Der at(byte[] bytes, int from, int limit) {
      if (from + 2 > limit) {
        throw new IllegalArgumentException("it ends too soon");
      }
      int length = bytes[from + 1] & 0xFF;
      int inner = from + 2;
      if (length > 0x7F) {
        int digits = length & 0x7F;
        if (digits == 0 || digits > 3 || inner + digits > limit) {
          throw new IllegalArgumentException("it is no DER");
        }
        length = 0;
        for (int digit = 0; digit < digits; digit++) {
          length = length << 8 | bytes[inner + digit] & 0xFF;
        }
        inner += digits;
      }
      if (inner + length > limit) {
        throw new IllegalArgumentException("it ends too soon");
      }
      return new Der(bytes, from, inner, inner + length);
    }

    int tag() {
      return bytes[from] & 0xFF;
    }

    byte[] content() {
      return Arrays.copyOfRange(bytes, inner, end);
    }

    byte[] encoded() {
      return Arrays.copyOfRange(bytes, from, end);
    }

    List<Der> children() {
      var children = new ArrayList<Der>();
      for (int next = inner; next < end; next = children.get(children.size() - 1).end) {
        children.add(at(bytes, next, end));
      }
      return children;
    }

    Der child(int number) {
      var children = children();
      if (number >= children.size()) {
        throw new IllegalArgumentException("a part of it is missing");
      }
      return children.get(number);
    }

    String oid() {
      if (tag() != 0x06) {
        throw new IllegalArgumentException("an object identifier is missing");
      }
      var oid = new StringBuilder();
      long arc = 0;
      for (int at = inner; at < end; at++) {
        arc = arc << 7 | bytes[at] & 0x7F;
        if (bytes[at] >= 0) {
          if (oid.length() == 0) {
            var first = Math.min(arc / 40, 2);
            oid.append(first).append('.').append(arc - first * 40);
          } else {
            oid.append('.').append(arc);
          }
          arc = 0;
        }
      }
      return oid.toString();
    }
  }

  // ---- what is personal

  private void opened(List<Object> opened, String entries) throws Exception {
    int names = 0;
    for (var one : opened) {
      var text = object(one);
      var sealed = String.valueOf(text.get("sealed"));
      names++;
      if (!entries.contains(sealed)) {
        wrong.add("a text was added that no entry holds: " + text.get("text"));
      } else if (!open(sealed, String.valueOf(text.get("key"))).equals(text.get("text"))) {
        wrong.add("a text is not what the entry holds: " + text.get("text"));
      }
    }
    var all = Pattern.compile("\\\\\"sealed\\\\\":").matcher(entries).results().count();
    notes.add("%d of %d personal texts can be read; the rest was erased".formatted(names, all));
  }

  private static String open(String sealed, String key) {
    try {
      var both = Base64.getDecoder().decode(sealed);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
          new GCMParameterSpec(128, both, 0, 12));
      return new String(cipher.doFinal(both, 12, both.length - 12), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException altered) {
      return "(cannot be decrypted)";
    }
  }

  // ---- keys and signatures

  private boolean signed(Object keyId, Object signature, byte[] content) throws Exception {
    var key = trusted.keys().get(String.valueOf(keyId));
    if (key == null || signature == null) {
      return false;
    }
    try {
      var check =
          Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
      check.initVerify(key);
      check.update(content);
      return check.verify(Base64.getDecoder().decode(String.valueOf(signature)));
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      return false;
    }
  }

  private static Map<String, PublicKey> keys(String pem) throws GeneralSecurityException {
    var keys = new LinkedHashMap<String, PublicKey>();
    var blocks =
        Pattern.compile("-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", Pattern.DOTALL)
            .matcher(pem);
    while (blocks.find()) {
      var encoded = Base64.getMimeDecoder().decode(blocks.group(1));
      keys.put(
          sha256(encoded).substring(0, 16),
          publicKey(new X509EncodedKeySpec(encoded)));
    }
    return keys;
  }

  /** Ed25519, or ECDSA with P-256 where the key is in a module that knows no other. */
  private static PublicKey publicKey(X509EncodedKeySpec encoded) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(encoded);
    } catch (GeneralSecurityException another) {
      return KeyFactory.getInstance("EC").generatePublic(encoded);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // ---- files and JSON

  private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
        if (files.put(file.getName(), zip.readAllBytes()) != null) {
          throw new IOException("the file " + file.getName() + " is in it twice");
        }
      }
    }
    if (files.isEmpty()) {
      throw new IOException("it is no zip, or it is empty");
    }
    return files;
  }

  private static String text(byte[] file) {
    return file == null ? "[]" : new String(file, StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  /** Reads JSON, and writes it in the form of RFC 8785 as far as packs use it. */
  private static final class Json {
    private final String text;
    private int at;

    private Json(String text) {
      this.text = text;
    }

    static Object read(String text) {
      var json = new Json(text);
      var value = json.value();
      json.blanks();
      if (json.at != text.length()) {
        throw json.wrong();
      }
      return value;
    }

    private Object value() {
      blanks();
      switch (peek()) {
        case '{':
          return members();
        case '[':
          return elements();
        case '"':
          return string();
        case 't':
          return word("true", true);
        case 'f':
          return word("false", false);
        case 'n':
          return word("null", null);
        default:
          return number();
      }
    }

    private Map<String, Object> members() {
      var members = new LinkedHashMap<String, Object>();
      at++;
      for (blanks(); peek() != '}'; blanks()) {
        if (!members.isEmpty()) {
          take(',');
          blanks();
        }
        var name = string();
        blanks();
        take(':');
        if (members.containsKey(name)) {
          throw wrong();
        }
        members.put(name, value());
      }
      at++;
      return members;
    }

    private List<Object> elements() {
      var elements = new ArrayList<Object>();
      at++;
      for (blanks(); peek() != ']'; blanks()) {
        if (!elements.isEmpty()) {
          take(',');
        }
        elements.add(value());
      }
      at++;
      return elements;
    }

    private String string() {
      take('"');
      var string = new StringBuilder();
      while (peek() != '"') {
        var one = text.charAt(at++);
        if (one != '\\') {
          string.append(one);
          continue;
        }
        var escaped = text.charAt(at++);
        switch (escaped) {
          case 'b' -> string.append('\b');
          case 'f' -> string.append('\f');
          case 'n' -> string.append('\n');
          case 'r' -> string.append('\r');
          case 't' -> string.append('\t');
          case 'u' -> {
            string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
            at += 4;
          }
          default -> string.append(escaped);
        }
      }
      at++;
      return string.toString();
    }

    private Object number() {
      var from = at;
      while (at < text.length() && "-+.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (from == at) {
        throw wrong();
      }
      return Long.valueOf(text.substring(from, at));
    }

    private Object word(String word, Object value) {
      if (!text.startsWith(word, at)) {
        throw wrong();
      }
      at += word.length();
      return value;
    }

    private void blanks() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private char peek() {
      if (at >= text.length()) {
        throw wrong();
      }
      return text.charAt(at);
    }

    private void take(char wanted) {
      if (peek() != wanted) {
        throw wrong();
      }
      at++;
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException("broken JSON at character " + at);
    }

    static String canonical(Map<String, Object> members) {
      var all = new ArrayList<String>();
      new TreeMap<>(members)
          .forEach(
              (name, value) ->
                  all.add(
                      quoted(name)
                          + ":"
                          + (value instanceof String string ? quoted(string) : value)));
      return "{" + String.join(",", all) + "}";
    }

    private static String quoted(String value) {
      var quoted = new StringBuilder("\"");
      for (int at = 0; at < value.length(); at++) {
        var one = value.charAt(at);
        switch (one) {
          case '"' -> quoted.append("\\\"");
          case '\\' -> quoted.append("\\\\");
          case '\b' -> quoted.append("\\b");
          case '\t' -> quoted.append("\\t");
          case '\n' -> quoted.append("\\n");
          case '\f' -> quoted.append("\\f");
          case '\r' -> quoted.append("\\r");
          default -> {
            if (one < 0x20) {
              quoted.append("\\u%04x".formatted((int) one));
            } else {
              quoted.append(one);
            }
          }
        }
      }
      return quoted.append('"').toString();
    }
  }
}
