/**
 * HR files that lie on an SFTP server.
 *
 * <p>A file goes through these hands: {@link io.muster.sources.sftp.UploadCompleteness} tells
 * whether it is complete, {@link io.muster.sources.sftp.SftpLink} reads it from a server whose key
 * is known, {@link io.muster.sources.sftp.InboxWriter} puts it into the folder where files are
 * taken in, and {@link io.muster.sources.sftp.FetchedFiles} remembers it. {@link
 * io.muster.sources.sftp.SftpPoller} has them do so in an order that bears being broken off
 * anywhere.
 */
@org.jspecify.annotations.NullMarked
package io.muster.sources.sftp;
