using System.Globalization;
using System.Text;
using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>
/// The rows of a benchmark in a file, written one by one, so that a run that was broken off goes on where it ended. The first line says
/// under which conditions the rows came about; others are not mixed with them.
/// </summary>
public sealed class EternaTable : IDisposable
{
    private readonly FileStream file;

    private EternaTable(FileStream file, IReadOnlyDictionary<int, EternaScore> scores)
    {
        this.file = file;
        Scores = scores;
    }

    /// <summary>The puzzles that are done, by number.</summary>
    public IReadOnlyDictionary<int, EternaScore> Scores { get; }

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">Name of the file.</param>
    /// <param name="version">Which structures.</param>
    /// <param name="options">How they are searched.</param>
    /// <exception cref="OmniException">
    /// OH1869 the file has rows of other conditions, or is no such table; OH600x: it cannot be read or written.
    /// </exception>
    public static EternaTable Open(string path, EternaVersion version, DesignOptions options)
    {
        EternaTable? table = null;
        AtomicFile.Do(path, () =>
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            try
            {
                table = new EternaTable(file, Read(file, path, version, Conditions(version, options)));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
        return table!;
    }

    /// <summary>The conditions in words: energies, time, searches side by side and seed.</summary>
    public static string Conditions(EternaVersion version, DesignOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"Eterna100 {version}, Turner 2004 at {options.Temperature:0.#} °C, dangles 2, {options.TimeLimit.TotalSeconds:0.###} s each, "
            + $"{Plural.Count(options.Chains, "chain")}, seed {options.Seed}");

    /// <summary>Adds a row; it is in the file when this returns.</summary>
    public void Append(EternaScore score) => AtomicFile.Do(file.Name, () => Write(file, score.ToRow()));

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static void Write(FileStream file, string line)
    {
        file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush(flushToDisk: true);
    }

    private static Dictionary<int, EternaScore> Read(FileStream file, string path, EternaVersion version, string conditions)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        // What was broken off in the middle of a line is written anew.
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0 && lines[0] != $"# {conditions}")
            throw Wrong($"it begins with '{Short(lines[0])}' instead of '# {conditions}'", 1);
        if (lines.Length > 1 && lines[1] != EternaScore.Columns) throw Wrong("its columns are others", 2);
        if (lines.Length < 2) whole = 0;
        file.SetLength(whole);
        file.Position = whole;
        if (whole == 0)
        {
            Write(file, $"# {conditions}");
            Write(file, EternaScore.Columns);
        }
        var puzzles = EternaPuzzle.All(version);
        var scores = new Dictionary<int, EternaScore>();
        for (var at = 2; at < lines.Length; at++)
        {
            var score = Score(lines[at].Split('\t'), puzzles) ?? throw Wrong($"'{Short(lines[at])}' is no row of a puzzle", at + 1);
            scores[score.Puzzle.Number] = score;
        }
        return scores;

        OmniException Wrong(string what, int line) => new(
            "OH1869", $"the table cannot be gone on with: {what}", $"{path}:{line}",
            "Name another file, or add --overwrite to begin anew.");
    }

    private static EternaScore? Score(string[] cells, IReadOnlyList<EternaPuzzle> puzzles)
    {
        if (cells.Length != EternaScore.Columns.Split('\t').Length || Number(0) is not { } number || number < 1 || number > puzzles.Count)
            return null;
        var puzzle = puzzles[(int)number - 1];
        if (Number(3) is not { } seconds || Number(4) is not { } folds || Number(5) is not { } distance || Number(6) is not { } gap
            || Number(7) is not { } defect || cells[9].Length != puzzle.Structure.Length)
            return null;
        return new EternaScore(puzzle, cells[9])
        {
            IsSolved = cells[2] == "1",
            Seconds = seconds,
            Folds = (long)folds,
            Distance = (int)distance,
            Gap = gap,
            Defect = defect,
            IsImpossible = cells[8] == "1",
        };

        double? Number(int column) =>
            double.TryParse(cells[column], CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
