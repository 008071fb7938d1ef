using System.Text;

namespace DocuSense.Maintenance.Environments;

/// <summary>Reads files that are small when they are sound; anything else gives a reason instead of an exception.</summary>
internal static class SmallFile
{
    /// <summary>Larger than any metadata file of a real distribution.</summary>
    public const int Limit = 64 << 20;

    /// <summary>
    /// Room for nearly every file, borrowed for small ones as well: then the same memory serves all, where each size would have its own, new to the process.
    /// </summary>
    private const int Room = 1 << 16;

    /// <summary>Decodes UTF-8; what is not UTF-8 becomes U+FFFD.</summary>
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>The text of a file, or null and the reason.</summary>
    public static string? ReadText(string path, out string? fault, int limit = Limit)
    {
        byte[]? bytes = null;
        try
        {
            int length = Length(path, out fault, limit);
            if (length <= 0)
                return length < 0 ? null : "";
            bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(length, Room));
            return Decode(bytes, ReadInto(path, bytes, length, 0));
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            fault = Reason(exception);
            return null;
        }
        finally
        {
            if (bytes is not null)
                System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The bytes of a file, until the buffer is used again; or false and the reason.</summary>
    public static bool TryRead(string path, Sources.SourceBuffer buffer, out ReadOnlyMemory<byte> bytes, out string? fault)
    {
        bytes = default;
        try
        {
            int length = Length(path, out fault, Limit);
            if (length <= 0)
                return length == 0;
            if (buffer.TryRead(path, out bytes))
                return true;
            fault = "it is too large";
            return false;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            fault = Reason(exception);
            return false;
        }
    }

    /// <summary>The length of a file, or -1 and the reason why it is not to be read.</summary>
    private static int Length(string path, out string? fault, int limit)
    {
        // The length first: a pipe or a device says 0 and is never opened, so that no read can block.
        fault = null;
        if (SystemPaths.HasStatus && SystemPaths.Status(path) is { Type: EntryType.File } status)
        {
            fault = status.Length > limit ? "it is too large" : null;
            return fault is null ? (int)status.Length : -1;
        }

        FileInfo file = SystemPaths.Followed(path);
        fault = !file.Exists ? Absent(path) : file.Length > limit ? "it is too large" : null;
        return fault is null ? (int)file.Length : -1;
    }

    public static string Decode(byte[] bytes, int count) => _utf8.GetString(bytes, 0, count);

    /// <summary>The text of a file, or an empty text where it cannot be read.</summary>
    public static string TextOrEmpty(string path, int limit = Limit) => ReadText(path, out _, limit) ?? "";

    /// <summary>Up to <paramref name="count"/> bytes from the start of a file, or from its end where <paramref name="fromEnd"/>; empty where it cannot be read.</summary>
    public static byte[] ReadPart(string path, int count, bool fromEnd)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length == 0)
                return [];
            var bytes = new byte[(int)Math.Min(count, file.Length)];
            int read = ReadInto(path, bytes, fromEnd ? file.Length - bytes.Length : 0);
            if (read < bytes.Length)
                Array.Resize(ref bytes, read);
            return bytes;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return [];
        }
    }

    /// <summary>Up to <paramref name="count"/> bytes from the start of a file into the buffer.</summary>
    /// <returns>How many bytes there were.</returns>
    public static int ReadStart(string path, byte[] buffer, int count) => ReadInto(path, buffer, count, 0);

    private static int ReadInto(string path, byte[] buffer, long offset) => ReadInto(path, buffer, buffer.Length, offset);

    private static int ReadInto(string path, byte[] buffer, int count, long offset)
    {
        int filled = 0;
#if NET
        if (offset == 0 && (filled = UnixFile.Read(path, buffer, count)) >= 0)
            return filled;
        filled = 0;
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        while (filled < count)
        {
            int read = RandomAccess.Read(handle, buffer.AsSpan(filled, count - filled), offset + filled);
            if (read == 0)
                break;
            filled += read;
        }
#else
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        stream.Position = offset;
        while (filled < count)
        {
            int read = stream.Read(buffer, filled, count - filled);
            if (read == 0)
                break;
            filled += read;
        }
#endif
        return filled;
    }

    /// <summary>What a file system may throw for a path or a file that is not as it should be.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    /// <summary>Why there is no file at a path.</summary>
    public static string Absent(string path) => Directory.Exists(path) ? "it is a folder" : "it does not exist";

    /// <summary>The same words on every system, for messages that must not vary.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException or System.Security.SecurityException => "access is denied",
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        PathTooLongException => "its path is too long",
        _ => "it cannot be read",
    };

    public static bool FileExists(string path)
    {
        try
        {
            return File.Exists(path);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return false;
        }
    }

    /// <summary>Whether a link leads to nothing. Opening tells: asking whether the file exists answers for the link itself.</summary>
    public static bool LeadsNowhere(string link)
    {
        try
        {
            using var stream = new FileStream(link, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            // A loop of links; on Windows a file in use.
            return Path.DirectorySeparatorChar == '/';
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return false;
        }
    }

    public static bool FolderExists(string path)
    {
        try
        {
            return Directory.Exists(path);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return false;
        }
    }

    /// <summary>Whether the folder has an entry of that name: a file, a folder, or a link even if what it names is gone.</summary>
    public static bool EntryExists(string path) => Attributes(path) is not null;

    /// <summary>The entry's own attributes, a link's not followed, or null where there is no entry. Missing entries are common: no exception is thrown for one.</summary>
    public static FileAttributes? Attributes(string path)
    {
        try
        {
            FileAttributes attributes = new FileInfo(path).Attributes;
            return attributes == (FileAttributes)(-1) ? null : attributes;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return null;
        }
    }

    /// <summary>The folder's entries as full paths in ordinal order, or null and the reason where it cannot be listed.</summary>
    public static string[]? Entries(string folder, out string? fault)
    {
        try
        {
            string[] entries = Directory.GetFileSystemEntries(folder);
            Array.Sort(entries, StringComparer.Ordinal);
            fault = null;
            return entries;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            fault = Reason(exception);
            return null;
        }
    }

    /// <summary>Combines and normalises, without a separator at the end, or null where the text cannot be a path.</summary>
    public static string? FullPath(string folder, string path)
    {
        try
        {
            return FolderIdentity.Trim(Path.GetFullPath(Path.Combine(folder, path)));
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return null;
        }
    }
}
