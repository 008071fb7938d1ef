namespace DocuSense.Maintenance;

/// <summary>
/// A growing list of small values. The class library's own list would have to be compiled in every process anew for each kind of value that it does not know;
/// this one is compiled with the engine, ahead of time.
/// </summary>
internal sealed class ValueList<T>
    where T : struct
{
    private T[] _items;

    public ValueList(int capacity = 4) => _items = new T[Math.Max(capacity, 4)];

    public int Count { get; private set; }

    public T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(index));
            return _items[index];
        }
    }

    public void Add(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Removes all values, and keeps their room.</summary>
    public void Clear()
    {
        Array.Clear(_items, 0, Count);
        Count = 0;
    }

    /// <summary>Makes room for so many values at once.</summary>
    public void Reserve(int capacity)
    {
        if (capacity > _items.Length)
            Array.Resize(ref _items, capacity);
    }

    public Enumerator GetEnumerator() => new(this);

    internal struct Enumerator(ValueList<T> list)
    {
        private int _index = -1;

        public readonly T Current => list._items[_index];

        public bool MoveNext() => ++_index < list.Count;
    }
}
