using System.Buffers;

namespace DocuSense.Maintenance;

/// <summary>
/// Takes what is to become a file, in pieces of a borrowed size: a stream in one array copies it each time it grows, and arrays that large make the collector
/// stop the process.
/// </summary>
internal sealed class PieceStream : Stream, IBufferWriter<byte>
{
    private const int Size = 1 << 16;

    private readonly ValueList<ArraySegment<byte>> _full = new();
    private byte[] _last = [];
    private int _used;
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length + _used;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Room for so many bytes at least, to be followed by <see cref="Advance"/>.</summary>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_last.Length - _used < Math.Max(sizeHint, 1))
        {
            Close(_last, _used);
            _last = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, Size));
            _used = 0;
        }

        return _last.AsMemory(_used);
    }

    /// <summary>As <see cref="GetMemory"/>.</summary>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Keeps so many bytes of the room given last.</summary>
    public void Advance(int count) => _used += count;

    public override void Write(byte[] buffer, int offset, int count) => Append(buffer.AsSpan(offset, count));

#if NET
    public override void Write(ReadOnlySpan<byte> buffer) => Append(buffer);
#endif

    public override void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Advance(1);
    }

    /// <summary>Writes all of it elsewhere.</summary>
    public void WriteTo(Stream stream)
    {
        foreach (ArraySegment<byte> piece in _full)
            stream.Write(piece.Array!, 0, piece.Count);
        stream.Write(_last, 0, _used);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Gives back what is borrowed.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(_last, _used);
            _last = [];
            _used = 0;
            foreach (ArraySegment<byte> piece in _full)
                ArrayPool<byte>.Shared.Return(piece.Array!);
            _full.Clear();
            _length = 0;
        }

        base.Dispose(disposing);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Span<byte> room = GetSpan(1);
            int count = Math.Min(room.Length, bytes.Length);
            bytes.Slice(0, count).CopyTo(room);
            Advance(count);
            bytes = bytes.Slice(count);
        }
    }

    private void Close(byte[] piece, int used)
    {
        if (piece.Length == 0)
            return;
        _full.Add(new ArraySegment<byte>(piece, 0, used));
        _length += used;
    }
}
