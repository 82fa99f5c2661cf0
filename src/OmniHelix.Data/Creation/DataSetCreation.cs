using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Splits;
using OmniHelix.Data.Synthetic;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Creation;

/// <summary>What was made.</summary>
/// <param name="Manifest">The splits and what they share.</param>
/// <param name="Sequences">Sequences read.</param>
/// <param name="Dropped">Last chunks that were too short.</param>
public sealed record CreationResult(SplitManifest Manifest, long Sequences, long Dropped)
{
    /// <summary>
    /// Last chunks of less than 20 letters, which may be equal to some in other splits: so short they are equal by chance, and do not hold
    /// their sequences together.
    /// </summary>
    public long ShortRests { get; init; }

    /// <summary>Columns of the source that the data set does not have: it has others of their names, or they belong to no record.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The tokenizer that was learned from the training split; null when none was asked for.</summary>
    public TrainedTokenizer? Tokens { get; init; }

    /// <summary>Tokens written, special tokens included; null without a tokenizer.</summary>
    public long? TokenCount { get; init; }

    /// <summary>Letters written.</summary>
    public long Letters { get; init; }

    /// <summary>Letters that the vocabulary lacks: under the unknown token, or under none.</summary>
    public long UnknownLetters { get; init; }
}

/// <summary>Names of the columns of a new data set.</summary>
/// <param name="Id">Name of the record.</param>
/// <param name="Sequence">Its letters.</param>
/// <param name="Label">Its class.</param>
/// <param name="ClassIds">Classes are written as their numbers, whose names Parquet keeps; otherwise as their names.</param>
public sealed record CreationColumns(string Id, string Sequence, string Label, bool ClassIds)
{
    /// <summary>The names this program looks for first.</summary>
    public static CreationColumns Usual { get; } = new("id", "sequence", "label", ClassIds: false);

    /// <summary>Those of genomeNLP.</summary>
    public static CreationColumns GenomeNlp { get; } = new("idx", "feature", "labels", ClassIds: true);
}

/// <summary>
/// Makes a data set from sequences: chunks, reverse complements, synthetic negatives, splits. Whatever comes from one sequence stays in one
/// split unless <see cref="SplitOptions.IndependentRecords"/> says otherwise. Equal chunks hold their sequences together, but for short
/// rests.
/// </summary>
public static class DataSetCreation
{
    private const string Parent = "parent", TokensFile = "tokens.json";

    /// <summary>
    /// Reads the source twice and writes a folder with train, valid, test and a manifest; it appears whole or not at all.
    /// </summary>
    /// <param name="source">The sequences.</param>
    /// <param name="output">Where, and in which forms.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="options">How records are made.</param>
    /// <param name="tokenizer">With one, the token ids are written too.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="OmniException">
    /// OH1650 settings out of range; OH1651 no record; what the source, <see cref="SplitPlanner"/> and <see cref="SplitFolder"/> report.
    /// </exception>
    public static CreationResult Run(
        DataSetSource source, SplitOutput output, CreationColumns columns, CreationOptions options, OmniTokenizer? tokenizer = null,
        SplitProgress? progress = null, CancellationToken cancellation = default)
    {
        options.Check();
        if (tokenizer is not null && options.LearnTokens is not null)
            throw new UsageException("OH1650", "tokens are to be learned, but there is a tokenizer already", null, "Leave one out.");
        SplitFolder.RequireReplaceable(output.Folder, source.Files);
        var negatives = Negatives(source, options);
        // Groups stay whole where that is asked for; the parts of one sequence always do.
        string[] groupColumns = options.Split.Method switch
        {
            SplitMethod.Chromosome => [source.GroupName ?? Parent],
            SplitMethod.Grouped => [source.GroupName ?? Parent, Parent],
            _ => [Parent],
        };
        var records = new AuditRecords(groupColumns);
        records.Begin("all");
        var sequences = 0L;
        var dropped = 0L;
        var rests = 0L;
        var last = "";
        var guess = new TaskGuess();
        foreach (var part in SequenceParts.Of(source, options, negatives, () => dropped++))
        {
            if (part.Parent != last) sequences++;
            last = part.Parent;
            if (part.IsShortRest) rests++;
            guess.Add(TextLabels.Of(part.Label ?? "", part.Place), part.Sequence.Length);
            records.Add(
                Encoding.UTF8.GetBytes(part.Sequence), Name(part, records.Count + 1), part.Label,
                [.. groupColumns.Select(c => c == Parent ? part.Parent : part.Group)]);
            if (records.Count % 1024 != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Records?.Report(records.Count);
        }
        if (records.Count == 0)
            throw new OmniException("OH1651", "the sources give no record", null, "Is the least chunk longer than all sequences?");
        var protein = options.Split.Similarity.Protein || AuditReader.IsProtein(records);
        if (protein && options.ReverseComplements)
            throw new UsageException("OH1650", "proteins have no reverse complement", null, "Leave reverse complements out.");
        var split = options.Split with { Similarity = options.Split.Similarity with { Protein = protein } };
        var plan = SplitPlanner.Plan(records, split, progress?.Compared, cancellation);
        var classes = Classes(source, records, options);
        var manifest = SplitManifest.Of(records, plan, split, progress?.Compared, cancellation) with
        {
            Task = source.Classes is null ? guess.Task : TaskType.SequenceClassification,
            Classes = source.Classes is null ? guess.Labels : new LabelMap(classes!),
        };
        var ids = columns.ClassIds ? classes : null;
        var learned = options.LearnTokens is { } tokens
            ? Learn(tokens, SequenceParts.Of(source, options, negatives).Where((_, record) => plan.SplitOf[record] == 0), cancellation)
            : null;
        if (learned is not null) output = output with { Beside = [(TokensFile, learned.Json)] };
        tokenizer = learned?.Tokenizer ?? tokenizer;
        var tally = new TokenTally();
        var own = Columns(columns, ids, source, tokenizer);
        // A data set has one column of a name, in whatever case.
        int[] kept = [.. Enumerable.Range(0, source.OtherColumns.Count).Where(i => !own.Exists(c => IsCalled(c, source.OtherColumns[i])))];
        string[] leftOut =
            [.. source.LeftOut, .. Enumerable.Range(0, source.OtherColumns.Count).Except(kept).Select(i => source.OtherColumns[i].Name)];
        var rows = SequenceParts.Of(source, options, negatives).Select(
            part => (object?[])[.. Row(part, ids, source, tokenizer, tally), .. kept.Select(i => part.Others[i])]);
        TableColumn[] all = [.. own, .. kept.Select(i => source.OtherColumns[i])];
        SplitFolder.Write(
            output, new RowSource<object?[]>(all, rows, (writer, row) => writer.Append(row)), plan, Config(columns, manifest),
            Json(leftOut, manifest, options, sequences, dropped), progress?.Records, cancellation);
        return new CreationResult(manifest, sequences, dropped)
        {
            LeftOut = leftOut,
            ShortRests = rests,
            Tokens = learned,
            TokenCount = tokenizer is null ? null : tally.Tokens,
            Letters = tally.Letters,
            UnknownLetters = tally.UnknownLetters,
        };
    }

    private static bool IsCalled(TableColumn own, TableColumn other) => own.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    private static RecordName Name(SequencePart part, int number) =>
        new(part.Name, part.Place, number, 0) { IsMade = true, IsShortRest = part.IsShortRest };

    private static TrainedTokenizer Learn(TokenizerTrainingOptions options, IEnumerable<SequencePart> parts, CancellationToken cancellation)
    {
        var training = new TokenizerTraining(options);
        foreach (var part in parts) training.Add(part.Sequence);
        return training.Train(null, cancellation);
    }

    private static SyntheticSequences? Negatives(DataSetSource source, CreationOptions options)
    {
        if (options.Negatives is not { } made) return null;
        if (source.Classes is null || source.Classes.Contains(options.NegativeLabel))
            throw new UsageException("OH1650", source.Classes is null
                ? "synthetic negatives need classes that are files of their own"
                : $"the class '{options.NegativeLabel}' is there already");
        if (made.Method == SyntheticMethod.Frequency && made.Alphabet is null)
        {
            var letters = new SortedSet<char>();
            foreach (var sequence in source.Read().Where(s => s.Label == source.Classes[0]))
                letters.UnionWith(sequence.Sequence.ToUpperInvariant());
            made = made with { Alphabet = string.Concat(letters) };
        }
        return new SyntheticSequences(made);
    }

    private static List<string>? Classes(DataSetSource source, AuditRecords records, CreationOptions options)
    {
        if (source.Classes is not null) return options.Negatives is null ? [.. source.Classes] : [.. source.Classes, options.NegativeLabel];
        var found = Enumerable.Range(0, records.Count).Select(records.LabelOf).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        // Numbers are targets or class ids already.
        return found.Count == 0 || found.Count > 1000
            || found.All(l => double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? null
            : found;
    }

    private static List<TableColumn> Columns(
        CreationColumns names, IReadOnlyList<string>? classes, DataSetSource source, OmniTokenizer? tokenizer)
    {
        List<TableColumn> columns =
        [
            new(names.Id, TableType.Text), new(names.Sequence, TableType.Text),
            classes is null ? new(names.Label, TableType.Text) : new(names.Label, new TableType(TableKind.Int64)) { ClassNames = classes },
        ];
        if (source.GroupName is { } group) columns.Add(new(group, TableType.Text));
        if (tokenizer is not null)
        {
            columns.Add(new("input_ids", TableType.ListOf(new TableType(TableKind.Int32))));
            columns.Add(new("token_type_ids", TableType.ListOf(new TableType(TableKind.Int8))));
            columns.Add(new("attention_mask", TableType.ListOf(new TableType(TableKind.Int8))));
        }
        return columns;
    }

    private static object?[] Row(
        SequencePart part, IReadOnlyList<string>? classes, DataSetSource source, OmniTokenizer? tokenizer, TokenTally tally)
    {
        List<object?> row = [
            part.Name, part.Sequence, part.Label is null ? null : classes is null ? part.Label : (long)IndexOf(classes, part.Label)];
        if (source.GroupName is not null) row.Add(part.Group);
        if (tokenizer is null) return [.. row];
        var encoded = tokenizer.Tokenize(part.Sequence);
        tally.Add(part.Sequence, encoded, tokenizer.Special.Unknown);
        var ids = encoded.Ids;
        row.Add(ids.Select(i => (object?)(long)i).ToArray());
        row.Add(ids.Select(_ => (object?)0L).ToArray());
        row.Add(ids.Select(_ => (object?)1L).ToArray());
        return [.. row];
    }

    private static int IndexOf(IReadOnlyList<string> classes, string label)
    {
        for (var i = 0; i < classes.Count; i++)
            if (classes[i] == label) return i;
        throw new InvalidOperationException($"The class {label} was not seen before.");
    }

    // Enough for training to start from.
    private static JsonObject Config(CreationColumns columns, SplitManifest manifest)
    {
        var config = new JsonObject { ["sequence_column"] = columns.Sequence, ["label_columns"] = new JsonArray(columns.Label) };
        if (manifest.Task is not { } task) return config;
        config["task_type"] = task.Name;
        if (manifest.Classes is { } classes) config["label2id"] = classes.ToJson();
        return config;
    }

    private static JsonObject Json(
        IEnumerable<string> leftOut, SplitManifest manifest, CreationOptions options, long sequences, long dropped)
    {
        var json = new JsonObject
        {
            ["sequences"] = sequences,
            ["chunk"] = options.Chunk,
            ["overlap"] = options.Overlap,
            ["minimum_chunk"] = options.MinimumChunk,
            ["dropped_chunks"] = dropped,
            ["reverse_complements"] = options.ReverseComplements,
            ["negatives"] = options.Negatives?.Method.ToString().ToLowerInvariant(),
            ["left_out_columns"] = new JsonArray([.. leftOut.Select(c => (JsonNode)c)]),
        };
        foreach (var (key, value) in manifest.ToJson().ToArray()) json[key] = value?.DeepClone();
        return json;
    }

    private sealed class TokenTally
    {
        private readonly LetterCoverage coverage = new();

        public long Tokens { get; private set; }
        public long Letters { get; private set; }
        public long UnknownLetters { get; private set; }

        public void Add(string sequence, TokenizedSequence encoded, int? unknown)
        {
            Tokens += encoded.Ids.Length;
            Letters += sequence.Length;
            coverage.Begin(sequence.Length);
            for (var at = 0; at < encoded.Ids.Length; at++) coverage.Add(encoded.Spans[at], encoded.Ids[at] == unknown);
            UnknownLetters += coverage.CountUnknown(sequence);
        }
    }
}
