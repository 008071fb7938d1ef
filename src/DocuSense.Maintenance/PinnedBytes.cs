#if NET
using System.Runtime.CompilerServices;
#endif
using System.Runtime.InteropServices;
using System.Text;

namespace DocuSense.Maintenance;

/// <summary>
/// Bytes that stay where they are, so that the system can be given their address. A call that passes arrays or references needs code of its own, which the
/// runtime compiles in every process anew; one that passes addresses is compiled ahead of time.
/// </summary>
internal sealed class PinnedBytes
{
#if !NET
    private GCHandle _handle;
#endif

    /// <summary>Makes room; what it holds is anything.</summary>
    /// <param name="length">How many bytes.</param>
    public PinnedBytes(int length)
    {
#if NET
        Array = GC.AllocateUninitializedArray<byte>(length, pinned: true);

        // As the marshaller would find it, but for code that would have to be compiled first.
        Address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetArrayDataReference(Array));
#else
        Array = new byte[length];
        _handle = GCHandle.Alloc(Array, GCHandleType.Pinned);
        Address = _handle.AddrOfPinnedObject();
#endif
    }

#if !NET
    ~PinnedBytes() => _handle.Free();
#endif

    /// <summary>The bytes.</summary>
    public byte[] Array { get; }

    /// <summary>Where they are, as long as this object is.</summary>
    public nint Address { get; }

    /// <summary>Writes a name in the system's bytes and the zero byte that ends it; makes more room where there is too little.</summary>
    public static void SetName(ref PinnedBytes? room, ReadOnlySpan<byte> name)
    {
        if (room is null || room.Array.Length <= name.Length)
            room = new PinnedBytes(Math.Max(1024, name.Length * 2));
        name.CopyTo(room.Array);
        room.Array[name.Length] = 0;
    }

    /// <summary>Writes a text and the zero byte that ends it, as the system takes names; makes more room where there is too little.</summary>
    public static void SetName(ref PinnedBytes? room, ReadOnlySpan<char> name)
    {
        int most = Encoding.UTF8.GetMaxByteCount(name.Length) + 1;
        if (room is null || room.Array.Length < most)
            room = new PinnedBytes(Math.Max(1024, most * 2));
#if NET
        room.Array[Encoding.UTF8.GetBytes(name, room.Array)] = 0;
#else
        string text = name.ToString();
        room.Array[Encoding.UTF8.GetBytes(text, 0, text.Length, room.Array, 0)] = 0;
#endif
    }
}
