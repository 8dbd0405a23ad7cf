package io.muster.notices;

import io.muster.notices.NoticesProperties.Mail;
import io.muster.remote.EndpointRule;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Objects;
import java.util.Properties;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends notices by SMTP, with time-outs and, unless a setting says otherwise, by TLS alone. */
final class MailChannel implements Channel {
  /** From here on the server says no for good. */
  private static final int PERMANENT = 500;

  private final JavaMailSenderImpl server;
  private final String from;
  private final Clock clock;
  private final Bounded bounded;

  MailChannel(JavaMailSenderImpl server, Mail settings, Clock clock) {
    this.server = server;
    this.from = Objects.requireNonNull(settings.from(), "muster.notices.mail.from");
    this.clock = clock;
    // a handful of answers, each within its own time-out
    this.bounded = new Bounded("notice-by-mail", settings.timeout().multipliedBy(9));
    limit(server.getJavaMailProperties(), settings);
  }

  /** JavaMail waits for ever and takes plain connections unless it is told otherwise. */
  private void limit(Properties properties, Mail settings) {
    var millis = String.valueOf(settings.timeout().toMillis());
    var needsTls = !settings.plainSmtp() && !EndpointRule.isLoopback(server.getHost());
    for (var protocol : new String[] {"smtp", "smtps"}) {
      for (var timeout : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
        properties.putIfAbsent("mail.%s.%s".formatted(protocol, timeout), millis);
      }
      properties.putIfAbsent("mail.%s.ssl.checkserveridentity".formatted(protocol), "true");
    }
    if (!"true".equals(properties.getProperty("mail.smtp.ssl.enable"))) {
      properties.putIfAbsent("mail.smtp.starttls.enable", "true");
      if (needsTls) {
        properties.put("mail.smtp.starttls.required", "true");
      }
    }
  }

  @Override
  public String name() {
    return Recipient.MAIL;
  }

  @Override
  public void send(Outgoing notice) throws NotSent {
    var message = message(notice);
    bounded.run(() -> sendNow(message));
  }

  private MimeMessage message(Outgoing notice) throws NotSent {
    try {
      var message = new Numbered(server, notice.id(), from);
      var filled = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
      filled.setFrom(new InternetAddress(from, true));
      filled.setTo(new InternetAddress(notice.address(), true));
      filled.setSubject(OneLine.of(notice.subject()));
      filled.setText("%s%n%n%s%n".formatted(notice.text(), notice.link()));
      filled.setSentDate(Date.from(clock.instant()));
      // no answer of a machine to a machine (RFC 3834)
      message.setHeader("Auto-Submitted", "auto-generated");
      return message;
    } catch (MessagingException unusable) {
      throw NotSent.forGood("the address or the text cannot be put into a mail");
    }
  }

  private void sendNow(MimeMessage message) throws NotSent {
    try {
      server.send(message);
    } catch (MailAuthenticationException refused) {
      throw NotSent.forNow(
          "the mail server refuses the account; see spring.mail.username and spring.mail.password");
    } catch (MailSendException failed) {
      if (isRefusedForGood(failed)) {
        throw NotSent.forGood("the mail server refuses the address or the mail for good");
      }
      throw NotSent.forNow("the mail server does not take it now, or does not answer");
    } catch (MailException failed) {
      throw NotSent.forNow("the mail could not be sent: " + failed.getClass().getSimpleName());
    }
  }

  private static boolean isRefusedForGood(MailSendException failed) {
    for (var one : failed.getFailedMessages().values()) {
      for (Exception cause = one;
          cause instanceof MessagingException messaging;
          cause = messaging.getNextException()) {
        if (isPermanent(messaging)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPermanent(MessagingException failure) {
    if (failure instanceof org.eclipse.angus.mail.smtp.SMTPAddressFailedException address) {
      return address.getReturnCode() >= PERMANENT;
    }
    return failure instanceof SendFailedException
        && failure instanceof org.eclipse.angus.mail.smtp.SMTPSendFailedException whole
        && whole.getReturnCode() >= PERMANENT;
  }

  /** The same number at each try: a mail program shows a repeat of a lost answer once. */
  private static final class Numbered extends MimeMessage {
    private final long number;
    private final String host;

    Numbered(JavaMailSenderImpl server, long number, String from) {
      super(server.getSession());
      this.number = number;
      this.host = from.substring(from.indexOf('@') + 1);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<muster-notice-%d@%s>".formatted(number, host));
    }
  }
}
