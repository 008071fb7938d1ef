#if NET
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DocuSense.Maintenance;

/// <summary>Memory from the system rather than the collector, which would stop every thread for a full collection to make room for a few megabytes. It has to be disposed of.</summary>
internal sealed class NativeMemoryOwner : MemoryManager<byte>
{
    /// <summary>
    /// Where room for what is read begins. Some processors copy six times more slowly from the system to an address that is a few bytes past the start of a
    /// page, as those of the collector and of the allocator are.
    /// </summary>
    public const int Alignment = 64;

    private readonly int _length;
    private readonly nint _allocated;

    /// <summary>Allocates, so that a file is fast to read into it; what the memory holds is anything.</summary>
    /// <exception cref="OutOfMemoryException">There is none.</exception>
    public NativeMemoryOwner(int length)
    {
        _allocated = Marshal.AllocHGlobal((nint)length + Alignment);
        Address = _allocated + (-_allocated & (Alignment - 1));
        _length = length;
    }

    /// <summary>Where the memory is; nothing once it is disposed of.</summary>
    public nint Address { get; private set; }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(Address == 0, this);
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), Address), _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (Address != 0)
            Marshal.FreeHGlobal(_allocated);
        Address = 0;
    }
}
#endif
