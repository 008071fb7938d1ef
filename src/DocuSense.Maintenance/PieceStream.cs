using System.Buffers;

namespace DocuSense.Maintenance;

/// <summary>
/// Takes what is to become a file, in pieces: a stream in one array copies it each time it grows, and arrays that large make the collector stop the process.
/// Pieces are from the system rather than the collector where that can be had: a check writes megabytes.
/// </summary>
internal sealed class PieceStream : Stream, IBufferWriter<byte>
{
    private const int Size = 1 << 16;

    private readonly List<IMemoryOwner<byte>> _pieces = [];
    private readonly ValueList<int> _lengths = new();
    private Memory<byte> _last;
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
            Fill();
#if NET
            var piece = new NativeMemoryOwner(Math.Max(sizeHint, Size));
#else
            IMemoryOwner<byte> piece = MemoryPool<byte>.Shared.Rent(Math.Max(sizeHint, Size));
#endif
            _pieces.Add(piece);
            _last = piece.Memory;
        }

        return _last.Slice(_used);
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
        for (int index = 0; index < _pieces.Count; index++)
        {
            ReadOnlyMemory<byte> piece = _pieces[index].Memory.Slice(0, index < _lengths.Count ? _lengths[index] : _used);
#if NET
            stream.Write(piece.Span);
#else
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(piece, out ArraySegment<byte> bytes);
            stream.Write(bytes.Array!, bytes.Offset, bytes.Count);
#endif
        }
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
            Clear();
        base.Dispose(disposing);
    }

    /// <summary>Forgets what it holds, and takes more.</summary>
    public void Clear()
    {
        foreach (IMemoryOwner<byte> piece in _pieces)
            piece.Dispose();
        _pieces.Clear();
        _lengths.Clear();
        _last = default;
        _used = 0;
        _length = 0;
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

    /// <summary>Leaves the last piece as full as it is.</summary>
    private void Fill()
    {
        if (_pieces.Count > 0)
            _lengths.Add(_used);
        _length += _used;
        _used = 0;
    }
}
