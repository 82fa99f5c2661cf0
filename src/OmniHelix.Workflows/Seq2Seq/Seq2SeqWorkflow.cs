using System.Text.Json;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Files;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Writing;
using OmniHelix.Models;
using OmniHelix.Models.Decoders;
using OmniHelix.Tokenizers;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Training.Seq2Seq;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Seq2Seq;

/// <summary>What training a model to write gave.</summary>
/// <param name="Folder">
/// The run; the model is in <c>model/</c>, the scores in <c>results.json</c>, what was written about the test split in
/// <c>predictions.jsonl</c>.
/// </param>
/// <param name="Training">Where training ended, what it changed, and its speed.</param>
/// <param name="Valid">Loss, perplexity and accuracy of tokens on the validation split.</param>
/// <param name="Test">What was written about the test split; null where there is none.</param>
public sealed record Seq2SeqOutcome(
    string Folder, TrainingOutcome Training, IReadOnlyDictionary<string, double> Valid, WritingScore? Test);

/// <summary>Trains an encoder with a decoder to write a sequence about each sequence, such as its structure.</summary>
/// <param name="said">What is said about the run; the rest has the defaults of <see cref="Seq2SeqOptions"/>.</param>
/// <param name="observer">Is told what is found and done.</param>
public sealed class Seq2SeqWorkflow(Seq2SeqOptions said, RunObserver observer)
{
    /// <summary>What kind of run this is.</summary>
    public const string Kind = "seq2seq";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Seq2SeqConfiguration run = Seq2SeqConfiguration.Resolve(said);

    /// <summary>Runs, or goes on.</summary>
    /// <param name="command">The command line, for <c>run.json</c>; empty when a program uses the library.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    /// <exception cref="OmniException">Whatever is wrong with data or model; OH5050 there is no training split.</exception>
    public Seq2SeqOutcome Run(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var options = run.Options;
        var numbers = options.Trainer;
        RunFolder.Check(options.Output, options.Existing, [options.Data, options.Model]);
        var tokenizer = ModelTokenizer.Open(options.Model);
        using var model = new OmniModelForSeq2Seq(options.Model, tokenizer, Decoder(options), numbers.Seed);
        var set = Open(options, tokenizer);
        var train = Split("train", set.Train, model, cancellation) ?? throw new OmniException(
            "OH5050", "the data set has no training split", options.Data, "Name a folder with a train file, or a file.");
        var valid = Split("valid", set.Valid, model, cancellation);
        var manifest = RunManifest.Of(Kind, command, run.Settings, [options.Data], options.Model);
        using var opened = RunFolder.Open(options.Output, options.Existing, manifest, [options.Data, options.Model], observer);

        new ModelStartNote(observer).Tell(model, tokenizer, train.Sources);
        model.To(numbers.Device, Torch.DType.Float32);
        var batches = Batches(train, shuffle: true);
        var precision = PrecisionChoice.Of(new ModelTask(model, batches, null, numbers.Device), numbers, options.Output);
        if (precision.Reason is not null) observer.Message($"Arithmetic {precision}.");
        opened.Decide("precision", precision.ToString());
        var validation = valid is null
            ? null
            : new Seq2SeqValidation(model, Batches(valid, shuffle: false), precision.Precision, numbers.Device);
        var task = new ModelTask(model, batches, validation, numbers.Device);
        var outcome = new Trainer<LabelledBatch>(task, numbers, options.Output) { Precision = precision }
            .Run(observer.ForTraining(), cancellation);

        model.Card = model.Card.With([TrainingData.Of(
            set.Config.TaskName ?? options.Data, train.Sources.Examples.Select(example => example.Sequence), true)]);
        model.SavePretrained(Path.Combine(options.Output, "model"));
        var scores = validation?.Score(cancellation).Values ?? new Dictionary<string, double>();
        var test = set.Test is { Count: > 0 } examples ? Write(model, tokenizer, examples, train.Outputs, cancellation) : null;
        var results = JsonSerializer.Serialize(new { valid = scores, test = test?.ToValues() }, Indented);
        AtomicFile.WriteText(Path.Combine(options.Output, "results.json"), results + "\n");
        opened.Finish();
        return new Seq2SeqOutcome(options.Output, outcome, scores, test);
    }

    private static DecoderOptions Decoder(Seq2SeqOptions options) => new()
    {
        LayerCount = options.DecoderLayers,
        HeadCount = options.DecoderHeads,
        Dropout = options.DecoderDropout,
    };

    private DataSet Open(Seq2SeqOptions options, OmniTokenizer tokenizer)
    {
        var config = DataSetFolder.ReadConfig(options.Data);
        var records = config.Records;
        var set = DataSetFolder.Open(options.Data, new DataSetOptions
        {
            Config = config,
            Records = records with
            {
                SequenceField = options.SequenceField ?? records.SequenceField,
                LabelFields = options.LabelField is { } label ? [label] : records.LabelFields,
            },
            Task = TaskType.Seq2Seq,
            ValidationShare = options.ValidationShare,
            Seed = options.Seed,
            Uracil = tokenizer.Uracil,
            Molecule = tokenizer.Molecule,
        });
        foreach (var note in set.Notes) observer.Message(note);
        return set;
    }

    private Sides? Split(string name, IReadOnlyList<Example>? examples, OmniModelForSeq2Seq model, CancellationToken cancellation)
    {
        if (examples is not { Count: > 0 }) return null;
        var tokenizer = model.Tokenizer!;
        var outputs = OutputTokens.Of(examples, tokenizer, model.Decoder.EndToken!.Value, run.Options.MaxNewTokens);
        var most = Math.Min(model.MaxTokens, tokenizer.MaxLength);
        var length = new LengthOptions(Math.Min(run.Options.MaxLength ?? most, most));
        var sources = RaggedTokens.Build(examples, tokenizer, length, labels: null, cancellationToken: cancellation);
        var written = outputs.Rows.Sum(row => (long)row.Length);
        var tokens = Plural.Count(sources.TokenCount, "token", format: "N0");
        var read = $"{Plural.Count(sources.Count, "sequence", format: "N0")}, {tokens} to read";
        observer.Message(FormattableString.Invariant($"{name}: {read}, {written:N0} to write."));
        SplitNotes.Tell(observer, name, sources, length, tokenizer);
        return new Sides(sources, outputs);
    }

    private Seq2SeqBatches Batches(Sides sides, bool shuffle) => new(sides.Sources, sides.Outputs, new BatchOptions
    {
        TokenBudget = run.Options.TokenBudget,
        Shuffle = shuffle,
        Seed = run.Options.Seed,
    });

    private WritingScore Write(
        OmniModelForSeq2Seq model, OmniTokenizer tokenizer, IReadOnlyList<Example> examples, OutputTokens learned,
        CancellationToken cancellation)
    {
        // A model that has not learned to end would write to the last token that it may.
        var most = Math.Min(run.Options.MaxNewTokens, 2 * learned.Rows.Max(row => row.Length));
        var settings = new InferenceOptions
        {
            Device = run.Options.Trainer.Device,
            TokenBudget = run.Options.TokenBudget,
            Generation = new GenerationOptions { Beams = run.Options.Beams, MaxNewTokens = most },
        };
        // The model belongs to the run.
        var ready = new PretrainedModel(model, tokenizer);
        using var input = InferenceInput.FromExamples(examples);
        var score = new WritingScore();
        AtomicFile.Write(Path.Combine(run.Options.Output, "predictions.jsonl"), stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true);
            var writer = PredictionWriter.Create(DataFileKinds.JsonLines, text, ready);
            foreach (var prediction in new SequenceInference(ready, settings).Run(input, new Told(observer, examples.Count), cancellation))
            {
                writer.Write(prediction);
                score.Add(OutputTokens.TextOf(prediction.Example), prediction.Text);
            }
            writer.End();
        });
        return score;
    }

    private sealed class Told(RunObserver observer, int total) : IProgress<InferenceProgress>
    {
        public void Report(InferenceProgress value) => observer.Work("writing test", value.Records, total);
    }

    private sealed record Sides(RaggedTokens Sources, OutputTokens Outputs);
}
