/**
 * HR files that lie on an SFTP server.
 *
 * <p>A file goes through these hands: {@link io.muster.sources.sftp.WholeFiles} tells whether it is
 * complete, {@link io.muster.sources.sftp.SftpLink} reads it from a server whose key is known,
 * {@link io.muster.sources.sftp.Arrivals} puts it into the folder where files are taken in, and
 * {@link io.muster.sources.sftp.FetchedFiles} remembers it. {@link io.muster.sources.sftp.Fetch}
 * has them do so in an order that bears being broken off anywhere.
 */
@org.jspecify.annotations.NullMarked
package io.muster.sources.sftp;
