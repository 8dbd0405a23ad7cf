/** Tests of files that lie on an SFTP server, with a real server on this machine. */
@org.jspecify.annotations.NullMarked
package io.muster.sources.sftp;
