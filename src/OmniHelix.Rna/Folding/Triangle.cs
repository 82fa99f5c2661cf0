namespace OmniHelix.Rna.Folding;

/// <summary>
/// Values of the intervals i ≤ j of a sequence, no longer than a span, with those of one column (or of one row) side by side.
/// </summary>
internal sealed class Triangle<T>
    where T : unmanaged
{
    // Vectors read past the end of a line.
    private const int Padding = 16;

    private readonly bool byColumn;
    private long[] starts = [];
    private int span;

    /// <param name="byColumn">True: intervals with one j lie together; false: those with one i.</param>
    public Triangle(bool byColumn) => this.byColumn = byColumn;

    /// <summary>All values; index them with <see cref="Line"/>.</summary>
    public T[] Values { get; private set; } = [];

    /// <summary>Makes room for a sequence and sets every value.</summary>
    /// <exception cref="OmniException">OH1851 when an array cannot hold them.</exception>
    public void Begin(int length, int largestSpan, T value)
    {
        span = largestSpan;
        if (starts.Length < length + 2) starts = new long[length + 2];
        long next = 0;
        for (var line = 1; line <= length; line++)
        {
            var first = byColumn ? Math.Max(1, line - span + 1) : line;
            var last = byColumn ? line : Math.Min(length, line + span - 1);
            starts[line] = next - first;
            next += last - first + 1 + Padding;
        }
        if (next > Array.MaxLength)
            throw new OmniException(
                "OH1851", $"{Plural.Count(length, "base")} are too many to fold at once: {next:N0} intervals", null,
                "Give a largest span of pairs.");
        if (Values.Length < next) Values = new T[next];
        Values.AsSpan(0, (int)next).Fill(value);
    }

    /// <summary>What to add to i (by column) or to j (by row) for the index of a value of a line. May be negative.</summary>
    public int Line(int line) => (int)starts[line];

    /// <summary>The value of one interval.</summary>
    public ref T this[int i, int j] => ref Values[byColumn ? starts[j] + i : starts[i] + j];
}
