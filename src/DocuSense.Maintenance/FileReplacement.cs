namespace DocuSense.Maintenance;

/// <summary>A file's new content, written beside it bit by bit, and renamed over it in the end; without that nothing of it remains.</summary>
internal sealed class FileReplacement : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private FileStream? _stream;

    /// <summary>Begins a new content.</summary>
    /// <param name="path">Absolute path of the file; missing folders are created.</param>
    /// <exception cref="IOException">Nothing can be written beside it.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written beside it.</exception>
    public FileReplacement(string path)
    {
        _path = path;
        _temporary = AtomicFile.Beside(path);
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
    }

    /// <summary>Writes what a stream holds so far.</summary>
    /// <param name="content">Holds nothing afterwards.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(PieceStream content)
    {
        content.WriteTo(_stream!);
        content.Clear();
    }

    /// <summary>Replaces the file. Readers see the old content or the new, never a part.</summary>
    /// <exception cref="IOException">The file cannot be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be replaced.</exception>
    public void Commit()
    {
        _stream!.Dispose();
        AtomicFile.Replace(_temporary, _path);
        _stream = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream is null)
            return;
        try
        {
            _stream.Dispose();
            File.Delete(_temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or somebody holds the file: it is removed once it is old.
        }
        finally
        {
            _stream = null;
        }
    }
}
