using OmniHelix.Data.Records;
using OmniHelix.Rna;

namespace OmniHelix.Data.Labels;

/// <summary>
/// What the label of a record says about pairs of its bases: a matrix, a list of pairs, or a structure in dot-bracket notation, of which
/// the base pairs are meant. Lists and structures stay the pairs that they name. Positions are 0-based; of a pair one order counts.
/// </summary>
internal sealed class PairLabels
{
    private readonly VectorLabel? matrix;
    private readonly Dictionary<(int First, int Second), float> named = [];
    private readonly Example example;
    private readonly bool isOfClasses;

    private PairLabels(Example example, TaskType task)
    {
        this.example = example;
        isOfClasses = task.Target == TaskTarget.Class;
        switch (example.Label)
        {
            case VectorLabel vector when IsMatrix(vector, example):
                matrix = vector;
                CheckMatrix(vector);
                break;
            case VectorLabel { Values.Length: 0 }:
                break;
            case VectorLabel { Columns: 2 or 3 } list when isOfClasses || list.Columns == 3:
                AddList(list);
                break;
            case TextLabel or ListLabel when isOfClasses:
                foreach (var pair in SecondaryStructure.Parse(LabelEncoder.SymbolsOf(example), example.Place).Pairs)
                    named[(pair.Open, pair.Close)] = 1;
                break;
            default:
                throw LabelNames.WrongForm(example, task);
        }
    }

    /// <summary>Reads and checks the label of a record.</summary>
    /// <exception cref="OmniException">
    /// OH1304 another form, or a class that is neither 0 nor 1; OH1305 a position outside the sequence; OH1306 two values for one pair;
    /// OH1801, OH1802 text that is no structure.
    /// </exception>
    public static PairLabels Of(Example example, TaskType task) => new(example, task);

    /// <summary>How many bases the label speaks of: as many as the sequence has, but for matrices and structures of another size.</summary>
    public static int BasesOf(Example example) => example.Label switch
    {
        TextLabel text => text.Text.Length,
        ListLabel list => list.Items.Count,
        // As many rows as columns, and more of them than a list of pairs has columns: this was meant for a matrix.
        VectorLabel { Columns: > 3 } matrix => Math.Max(matrix.Rows, matrix.Columns),
        _ => example.Sequence.Length,
    };

    /// <summary>The values of the pairs among the first bases of the sequence.</summary>
    /// <param name="bases">Bases that are looked at.</param>
    /// <param name="minDistance">Fewest bases from the first of a pair to the second.</param>
    /// <returns><c>[bases, bases]</c>; the second base of a pair is the column, and what does not count is NaN.</returns>
    public float[] Values(int bases, int minDistance)
    {
        var values = new float[checked(bases * bases)];
        Array.Fill(values, float.NaN);
        for (var i = 0; i < bases; i++)
            for (var j = i + minDistance; j < bases; j++)
                values[i * bases + j] = matrix is null ? (isOfClasses ? 0 : float.NaN) : OfMatrix(i, j);
        foreach (var ((i, j), value) in named)
            if (j < bases && j - i >= minDistance) values[i * bases + j] = value;
        return values;
    }

    private static bool IsMatrix(VectorLabel vector, Example example) =>
        vector.Columns == example.Sequence.Length && vector.Rows == vector.Columns;

    // One half of a matrix may be missing.
    private float OfMatrix(int i, int j)
    {
        var values = matrix!.Values;
        var (one, other) = (values[i * matrix.Columns + j], values[j * matrix.Columns + i]);
        return IsMissing(one) ? (IsMissing(other) ? float.NaN : other) : one;
    }

    private static bool IsMissing(float value) => float.IsNaN(value) || LabelNames.IsUnlabelled(value);

    private void CheckMatrix(VectorLabel vector)
    {
        var bases = vector.Columns;
        for (var i = 0; i < bases; i++)
            for (var j = i + 1; j < bases; j++)
            {
                var (one, other) = (vector.Values[i * bases + j], vector.Values[j * bases + i]);
                CheckClass(one);
                CheckClass(other);
                if (one != other && !IsMissing(one) && !IsMissing(other)) throw Twice(i, j, one, other);
            }
    }

    private void AddList(VectorLabel list)
    {
        for (var row = 0; row < list.Rows; row++)
        {
            var (i, j) = (Position(list.Values[row * list.Columns]), Position(list.Values[row * list.Columns + 1]));
            var value = list.Columns == 2 ? 1 : list.Values[row * list.Columns + 2];
            CheckClass(value);
            if (IsMissing(value)) value = float.NaN;
            var pair = (Math.Min(i, j), Math.Max(i, j));
            if (named.TryGetValue(pair, out var before) && !before.Equals(value)) throw Twice(pair.Item1, pair.Item2, before, value);
            if (i != j) named[pair] = value;
        }
    }

    private int Position(float number)
    {
        var bases = example.Sequence.Length;
        return number >= 0 && number < bases && number == MathF.Floor(number)
            ? (int)number
            : throw new OmniException(
                "OH1305", FormattableString.Invariant(
                    $"record '{example.Id}': {number} is no position in a sequence of {Plural.Count(bases, "base")}"), example.Place,
                FormattableString.Invariant($"Positions are whole numbers from 0 to {bases - 1}."));
    }

    private void CheckClass(float value)
    {
        if (isOfClasses && value is not (0 or 1) && !IsMissing(value))
            throw new OmniException(
                "OH1304", FormattableString.Invariant($"record '{example.Id}': a pair has the value {value}, expected 0 or 1"),
                example.Place, "Write null or −100 where nothing is known; numbers such as distances are learned by matrix_regression.");
    }

    private OmniException Twice(int i, int j, float one, float other) => new(
        "OH1306", FormattableString.Invariant($"record '{example.Id}': the pair {i}, {j} has two values, {one} and {other}"), example.Place,
        "Both orders of a pair have the same value; one of them may be missing.");
}
