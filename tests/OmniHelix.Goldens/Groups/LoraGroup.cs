using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Goldens.Groups;

/// <summary>Adapters of PEFT on small random encoders: outputs, gradients, steps of training, and weights after merging.</summary>
internal sealed class LoraGroup : IGoldenGroup
{
    private const string Base = "base", Adapter = "adapter", Gradient = "grad.", Step = "step1.", Merged = "merged_weight.";

    public string Name => "lora";

    public bool Recognises(string folder) => Directory.EnumerateDirectories(folder).Any(IsCase);

    public IEnumerable<GoldenCase> Discover(string folder) => IsCase(folder)
        ? [Case(folder)]
        : Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(IsCase).Select(Case);

    private static bool IsCase(string folder) =>
        File.Exists(Path.Combine(folder, Adapter, "adapter_config.json")) && File.Exists(Path.Combine(folder, "expected.safetensors"));

    private static GoldenCase Case(string folder) => new(Path.GetFileName(folder), folder, check => Run(folder, check));

    private static void Run(string folder, GoldenCheck check)
    {
        using var scope = new TensorScope();
        var meta = GoldenJson.Read(Path.Combine(folder, "meta.json"));
        var tolerance = GoldenJson.Tolerance(meta.GetProperty("tolerance"));
        // What the README of the references states for sums of many roundings.
        var loose = new Tolerance(1e-4, tolerance.Rel);
        var ofWords = meta.GetProperty("class").GetString()!.EndsWith("MaskedLM", StringComparison.Ordinal);
        var merged = ofWords ? loose with { Abs = 5e-5 } : tolerance;
        using var inputs = Checkpoint.Open(Path.Combine(folder, "inputs.safetensors"));
        using var expected = Checkpoint.Open(Path.Combine(folder, "expected.safetensors"));
        using var model = OmniModel.FromPretrained(Path.Combine(folder, Base), trainable: true);
        model.Eval();
        var input = new ModelInput(Of("input_ids")!, Of("attention_mask")) { Labels = Of("labels") };

        Compare("base.logits", Output(model, input).Scores, tolerance);
        var adapter = model.LoadAdapter(Path.Combine(folder, Adapter), trainable: true);
        var (scores, loss) = Output(model, input);
        Compare("adapter.logits", scores, tolerance);
        var trained = model.TrainableParameters().ToDictionary(entry => AdapterFolder.Bare(entry.Name, model), entry => entry.Value);
        var names = meta.GetProperty("trainable").EnumerateArray().Select(one => AdapterFolder.Canonical(one[0].GetString()!, model));
        check.SameItems("trained", trained.Keys.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        if (loss is not null)
        {
            Compare("adapter.loss", loss, tolerance);
            loss.Backward();
            foreach (var name in expected.Names.Where(name => name.StartsWith(Gradient, StringComparison.Ordinal)))
            {
                var value = trained[AdapterFolder.Canonical(name[Gradient.Length..], model)].Value;
                // The head of contacts is adapted, and takes no part.
                Compare(name, value.Grad ?? Ops.Zeros(value.Shape), tolerance);
            }
        }

        adapter.Merge();
        using (GradMode.Off()) Compare("merged.logits", Output(model, input).Scores, merged);
        var state = model.StateDict().GroupBy(entry => AdapterFolder.Bare(entry.Name, model))
            .ToDictionary(same => same.Key, same => same.First().Value);
        foreach (var name in expected.Names.Where(name => name.StartsWith(Merged, StringComparison.Ordinal)))
            Compare(name, state[AdapterFolder.Canonical(name[Merged.Length..], model)].Value.Detach(), tolerance);
        adapter.Unmerge();
        using (GradMode.Off()) Compare("adapter.logits", Output(model, input).Scores, tolerance);
        if (expected.TryGet("train.losses", out var losses)) Train(losses);

        Tensor? Of(string name) => inputs.TryGet(name, out var stored) ? EncoderComparison.Read(stored) : null;

        void Compare(string name, Tensor got, Tolerance within)
        {
            var wanted = EncoderComparison.Read(expected.Get(name));
            check.SameItems($"{name} shape", got.Shape, wanted.Shape);
            check.Close(name, got.Detach().ToArray<float>(), wanted.ToArray<float>(), within);
        }

        void Train(CheckpointTensor stored)
        {
            var settings = meta.GetProperty("adamw");
            var betas = settings.GetProperty("betas");
            var options = new AdamWOptions
            {
                Beta1 = betas[0].GetDouble(),
                Beta2 = betas[1].GetDouble(),
                Epsilon = settings.GetProperty("eps").GetDouble(),
            };
            var group = new ParameterGroup([.. model.TrainableParameters()], settings.GetProperty("weight_decay").GetDouble());
            using var optimizer = new AdamW([group], settings.GetProperty("lr").GetDouble(), options);
            var got = new List<float>();
            for (var step = 0; step < settings.GetProperty("steps").GetInt32(); step++)
            {
                optimizer.ZeroGrad();
                var lost = Output(model, input).Loss!;
                got.Add((float)lost.ToDouble());
                lost.Backward();
                optimizer.Step();
                if (step > 0) continue;
                foreach (var name in expected.Names.Where(name => name.StartsWith(Step, StringComparison.Ordinal)))
                    Compare(name, trained[AdapterFolder.Canonical(name[Step.Length..], model)].Value, loose);
            }
            got.Add((float)Output(model, input).Loss!.ToDouble());
            check.Close("train.losses", got.ToArray(), EncoderComparison.Read(stored).ToArray<float>(), loose);
        }
    }

    // Of a bare encoder the references keep the last hidden states.
    private static (Tensor Scores, Tensor? Loss) Output(OmniModel model, ModelInput input)
    {
        if (model.Task == TaskType.Embedding) return (model.Forward(input with { Labels = null }).LastHiddenState, null);
        var output = model.Forward(input);
        return (output.Logits, output.Loss);
    }
}
