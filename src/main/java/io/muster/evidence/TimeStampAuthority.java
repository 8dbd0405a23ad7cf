package io.muster.evidence;

import io.muster.evidence.EvidenceProperties.Timestamp;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/**
 * Asks an authority for time stamps (RFC 3161), and believes none that it cannot check: nonce,
 * imprint, policy, signature and certificate. Whether a certificate was revoked is not asked.
 */
final class TimeStampAuthority {
  private static final String SETTING = "muster.evidence.timestamp";
  private static final int OK = 200;
  private static final int LARGEST = 256 * 1024;
  private static final int NONCE_BITS = 64;

  private final URI url;
  private final Duration timeout;
  private final @Nullable ASN1ObjectIdentifier policy;
  private final List<X509Certificate> trusted;
  private final HttpClient http;
  private final SecureRandom random = new SecureRandom();

  /**
   * Reads what is trusted.
   *
   * @throws IllegalStateException if a setting cannot be used
   */
  TimeStampAuthority(URI url, Timestamp settings) {
    if (!Set.of("http", "https").contains(String.valueOf(url.getScheme()))
        || url.getHost() == null) {
      throw new IllegalStateException(
          "%s.url is no address that begins with http:// or https://.".formatted(SETTING));
    }
    this.url = url;
    if (settings.trust() == null) {
      throw new IllegalStateException(
          "%s.trust is missing: a PEM file with the authority's certificate, or the roots above it."
              .formatted(SETTING));
    }
    this.trusted = read(settings.trust());
    this.policy = policy(settings.policy());
    this.timeout = settings.timeout();
    this.http =
        HttpClient.newBuilder().followRedirects(Redirect.NEVER).connectTimeout(timeout).build();
  }

  private static List<X509Certificate> read(Path file) {
    var certificates = new ArrayList<X509Certificate>();
    try (var content = java.nio.file.Files.newInputStream(file)) {
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(content)) {
        certificates.add((X509Certificate) one);
      }
    } catch (IOException | GeneralSecurityException | ClassCastException unreadable) {
      throw new IllegalStateException(
          "The file %s (%s.trust) cannot be read as certificates in PEM: %s"
              .formatted(file, SETTING, unreadable.getClass().getSimpleName()));
    }
    if (certificates.isEmpty()) {
      throw new IllegalStateException(
          "The file %s (%s.trust) holds no certificate.".formatted(file, SETTING));
    }
    return List.copyOf(certificates);
  }

  private static @Nullable ASN1ObjectIdentifier policy(@Nullable String dotted) {
    if (dotted == null || dotted.isBlank()) {
      return null;
    }
    try {
      return new ASN1ObjectIdentifier(dotted.strip());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalStateException(
          "%s.policy is no object identifier, such as 1.3.6.1.4.1.13762.3.".formatted(SETTING));
    }
  }

  /**
   * Has the SHA-256 time-stamped.
   *
   * @throws NotStamped if no token comes, or one that cannot be believed
   */
  Stamp stamp(byte[] sha256) throws NotStamped {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    if (policy != null) {
      generator.setReqPolicy(policy);
    }
    var request =
        generator.generate(TSPAlgorithms.SHA256, sha256, new BigInteger(NONCE_BITS, random));
    return checked(request, answer(request));
  }

  /** A server that sends a byte now and then never runs into a time-out of the client. */
  private byte[] answer(TimeStampRequest request) throws NotStamped {
    var task = new FutureTask<>(() -> post(request));
    var thread = new Thread(task, "evidence-timestamp");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof NotStamped said) {
        throw said;
      }
      var cause = failed.getCause();
      throw NotStamped.silent(
          "it does not answer (%s)"
              .formatted(cause == null ? "?" : cause.getClass().getSimpleName()));
    } catch (TimeoutException tooLong) {
      task.cancel(true);
      throw NotStamped.silent("its answer has no end");
    } catch (InterruptedException stopped) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw NotStamped.silent("the service stops");
    }
  }

  private byte[] post(TimeStampRequest request)
      throws IOException, InterruptedException, NotStamped {
    var asked =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .POST(BodyPublishers.ofByteArray(request.getEncoded()))
            .build();
    var answer = http.send(asked, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != OK) {
        throw NotStamped.silent("it answers " + answer.statusCode());
      }
      var content = body.readNBytes(LARGEST + 1);
      if (content.length > LARGEST) {
        throw NotStamped.wrong("its answer is too long for a time stamp");
      }
      return content;
    }
  }

  private Stamp checked(TimeStampRequest request, byte[] answer) throws NotStamped {
    TimeStampToken token;
    try {
      var response = new TimeStampResponse(answer);
      // nonce, imprint and policy are those that were asked for
      response.validate(request);
      var status = response.getStatus();
      token = response.getTimeStampToken();
      if (token == null || (status != PKIStatus.GRANTED && status != PKIStatus.GRANTED_WITH_MODS)) {
        throw NotStamped.silent("it refuses, with status " + status);
      }
    } catch (TSPException | IOException | RuntimeException wrong) {
      throw NotStamped.wrong(
          "its answer does not fit what was asked (%s)".formatted(wrong.getMessage()));
    }
    try {
      return checked(token);
    } catch (GeneralSecurityException
        | TSPException
        | OperatorCreationException
        | IOException
        | RuntimeException wrong) {
      throw NotStamped.wrong("its token cannot be believed (%s)".formatted(wrong.getMessage()));
    }
  }

  private Stamp checked(TimeStampToken token)
      throws GeneralSecurityException,
          TSPException,
          OperatorCreationException,
          IOException,
          NotStamped {
    X509Certificate signer = null;
    var all = new ArrayList<X509Certificate>();
    for (var one : token.getCertificates().getMatches(null)) {
      var certificate = certificate(one);
      all.add(certificate);
      if (token.getSID().match(one)) {
        signer = certificate;
      }
    }
    if (signer == null) {
      throw NotStamped.wrong("its token holds no certificate of whoever signed it");
    }
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    var at = token.getTimeStampInfo().getGenTime().toInstant();
    demandTrust(signer, all, at);
    return Stamp.of(
        at, signer.getSubjectX500Principal().getName(), token.getEncoded(ASN1Encoding.DER));
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws GeneralSecurityException {
    return new JcaX509CertificateConverter().getCertificate(holder);
  }

  private void demandTrust(X509Certificate signer, List<X509Certificate> all, Instant at)
      throws GeneralSecurityException, NotStamped {
    if (trusted.contains(signer)) {
      return;
    }
    var anchors = new HashSet<TrustAnchor>();
    trusted.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
    var target = new X509CertSelector();
    target.setCertificate(signer);
    var wanted = new PKIXBuilderParameters(anchors, target);
    wanted.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
    wanted.setRevocationEnabled(false);
    wanted.setDate(Date.from(at));
    try {
      CertPathBuilder.getInstance("PKIX").build(wanted);
    } catch (CertPathBuilderException untrusted) {
      throw NotStamped.wrong(
          "the certificate of '%s' leads to none of those in %s.trust"
              .formatted(signer.getSubjectX500Principal().getName(), SETTING));
    }
  }
}
