namespace OmniHelix.Workflows.Seq2Seq;

/// <summary>How near what was written is to what should have been.</summary>
public sealed class WritingScore
{
    private double similarity;

    /// <summary>Records.</summary>
    public int Count { get; private set; }

    /// <summary>Records that are written without a fault.</summary>
    public int Exact { get; private set; }

    /// <summary>Share of records without a fault.</summary>
    public double ExactMatch => (double)Exact / Math.Max(1, Count);

    /// <summary>
    /// Mean over records of 1 − d / n: the edit distance d (Levenshtein 1966) over the letters n of the longer of both.
    /// </summary>
    public double Similarity => similarity / Math.Max(1, Count);

    /// <summary>Counts a record.</summary>
    /// <param name="wanted">What should be written.</param>
    /// <param name="written">What was; null for a record that could not be read.</param>
    public void Add(string wanted, string? written)
    {
        Count++;
        if (written == wanted) Exact++;
        var longer = Math.Max(wanted.Length, written?.Length ?? 0);
        if (written is not null) similarity += longer == 0 ? 1 : 1 - (double)Distance(wanted, written) / longer;
    }

    /// <summary>The figures by name.</summary>
    public IReadOnlyDictionary<string, double> ToValues() => new Dictionary<string, double>
    {
        ["records"] = Count,
        ["exact_match"] = ExactMatch,
        ["similarity"] = Similarity,
    };

    /// <summary>Letters to be put in, taken out or exchanged until one text is the other.</summary>
    public static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                var exchanged = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(exchanged, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[^1];
    }
}
