package io.muster.evidence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamping authority under a root of its own, with the faults that one can have. */
final class PlayedAuthority implements AutoCloseable {
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.2.3.4.5");
  private static final String ALGORITHM = "SHA256withECDSA";
  private static final Instant SINCE = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2040-01-01T00:00:00Z");

  /** What is wrong with it. */
  enum Fault {
    NONE,
    DOWN,
    REFUSES,
    GARBAGE,
    TOO_LONG,
    WRONG_NONCE,
    WRONG_IMPRINT
  }

  private final HttpServer server;
  private final KeyPair rootKey = pair();
  private final KeyPair key = pair();
  private final X509Certificate root;
  private final X509Certificate own;
  private final AtomicInteger asked = new AtomicInteger();
  volatile Fault fault = Fault.NONE;
  volatile Instant now;

  PlayedAuthority(Instant now) throws Exception {
    this.now = now;
    root = certificate("CN=Played root", rootKey, "CN=Played root", rootKey, true);
    own = certificate("CN=Played authority", key, "CN=Played root", rootKey, false);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/tsa".formatted(server.getAddress().getPort()));
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  /** The certificate above its own, PEM. */
  Path root(Path folder) {
    return pem(folder, root);
  }

  /** Its own certificate, PEM. */
  Path own(Path folder) {
    return pem(folder, own);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      if (fault == Fault.DOWN) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      var answer = answer(new TimeStampRequest(exchange.getRequestBody().readAllBytes()));
      exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (Exception failed) {
      throw new IOException(failed);
    }
  }

  private byte[] answer(TimeStampRequest asked) throws Exception {
    var tokens =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder().build(ALGORITHM, key.getPrivate(), own),
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            POLICY);
    tokens.addCertificates(new JcaCertStore(List.of(own)));
    var responses = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
    return switch (fault) {
      case GARBAGE ->
          "<html>sign in to the hotel's network</html>".getBytes(StandardCharsets.UTF_8);
      case TOO_LONG -> new byte[300 * 1024];
      case REFUSES -> responses.generateRejectedResponse(new IOException("not today")).getEncoded();
      default ->
          responses
              .generate(heard(asked), BigInteger.valueOf(this.asked.get()), Date.from(now))
              .getEncoded();
    };
  }

  private TimeStampRequest heard(TimeStampRequest asked) throws Exception {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return switch (fault) {
      case WRONG_NONCE ->
          generator.generate(TSPAlgorithms.SHA256, asked.getMessageImprintDigest(), BigInteger.TWO);
      case WRONG_IMPRINT ->
          generator.generate(
              TSPAlgorithms.SHA256,
              MessageDigest.getInstance("SHA-256").digest(),
              asked.getNonce());
      // by its own policy, whatever was asked for
      default ->
          generator.generate(
              TSPAlgorithms.SHA256, asked.getMessageImprintDigest(), asked.getNonce());
    };
  }

  private static X509Certificate certificate(
      String subject, KeyPair key, String issuer, KeyPair issuerKey, boolean authority)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.valueOf(authority ? 1 : 2),
            Date.from(SINCE),
            Date.from(UNTIL),
            new X500Name(subject),
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!authority) {
      builder.addExtension(
          Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(ALGORITHM).build(issuerKey.getPrivate())));
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Path pem(Path folder, X509Certificate certificate) {
    try {
      return Files.writeString(
          Files.createTempFile(folder, "trust", ".pem"),
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded())));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (java.security.cert.CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
