namespace OmniHelix.Data.Tokens;

/// <summary>A list that grows and can be read as a span.</summary>
internal sealed class FlatList<T>
{
    private T[] items = [];

    public int Count { get; private set; }

    public T this[int index] => index < Count ? items[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public ReadOnlySpan<T> AsSpan(int start, int length) => items.AsSpan(0, Count).Slice(start, length);

    public void Add(T item) => Reserve(1)[0] = item;

    public void Add(ReadOnlySpan<T> more) => more.CopyTo(Reserve(more.Length));

    /// <summary>Room for new items at the end, to be filled by the caller.</summary>
    public Span<T> Reserve(int count)
    {
        var needed = checked(Count + count);
        if (needed > items.Length) Array.Resize(ref items, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * items.Length)));
        var room = items.AsSpan(Count, count);
        Count = needed;
        return room;
    }
}
