using System.Text;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// Sequences in the form in which they are compared, upper case and U as T, one byte a letter, in pages so that data sets over 2 GiB fit.
/// </summary>
public sealed class SequencePool
{
    private const int PageSize = 1 << 22;

    private readonly List<byte[]> pages = [];
    private readonly List<(int Page, int Start, int Length)> places = [];
    private int used = PageSize;

    /// <summary>Number of sequences.</summary>
    public int Count => places.Count;

    /// <summary>Letters of all sequences.</summary>
    public long Letters { get; private set; }

    /// <summary>One sequence, normalised.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var (page, start, length) = places[index];
            return pages[page].AsSpan(start, length);
        }
    }

    /// <summary>Adds a sequence as it stands in its file.</summary>
    public void Add(ReadOnlySpan<byte> sequence)
    {
        var room = Room(sequence.Length);
        sequence.CopyTo(room);
        Normalise(room);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{byte})"/>
    public void Add(ReadOnlySpan<char> sequence)
    {
        var room = Room(sequence.Length);
        Encoding.ASCII.GetBytes(sequence, room);
        Normalise(room);
    }

    /// <summary>The same sequences in another order; the letters are shared.</summary>
    internal SequencePool Arrange(IEnumerable<int> order)
    {
        var arranged = new SequencePool();
        arranged.pages.AddRange(pages);
        foreach (var index in order)
        {
            arranged.places.Add(places[index]);
            arranged.Letters += places[index].Length;
        }
        return arranged;
    }

    private static void Normalise(Span<byte> letters)
    {
        Alphabet.ToUpper(letters);
        Alphabet.Apply(UracilPolicy.UToT, letters);
    }

    private Span<byte> Room(int length)
    {
        if (used + (long)length > PageSize)
        {
            pages.Add(new byte[Math.Max(PageSize, length)]);
            used = 0;
        }
        places.Add((pages.Count - 1, used, length));
        var room = pages[^1].AsSpan(used, length);
        // A sequence longer than a page fills one of its own.
        used = Math.Min(PageSize, used + length);
        Letters += length;
        return room;
    }
}
