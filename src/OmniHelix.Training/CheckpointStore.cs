using System.Globalization;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Training;

/// <summary>
/// Checkpoints of one run: folders <c>step-00000200</c> with weights, moments and state, and <c>best-00000150</c> with the weights of the
/// best evaluation. A folder is filled under a temporary name and renamed when it is complete, so that a run killed at any moment leaves
/// only whole ones; the newest step and the best weights it knows are kept.
/// </summary>
internal sealed class CheckpointStore(string folder)
{
    private const string StepPrefix = "step-", BestPrefix = "best-";
    private const string Weights = "model.safetensors", Moments = "optimizer.safetensors", State = "state.json";

    /// <summary>Those of the training in a folder.</summary>
    public static CheckpointStore Of(string training) => new(Path.Combine(training, "checkpoints"));

    /// <summary>Stores where training stands.</summary>
    public void Save(Module model, Optimizer optimizer, TrainingState state)
    {
        var target = Path.Combine(folder, Name(StepPrefix, state.Step));
        // A step has one set of weights: only the state can be new, and a whole checkpoint is never taken away before its successor is
        // whole.
        if (Directory.Exists(target)) AtomicFile.WriteText(Path.Combine(target, State), state.ToJson());
        else
        {
            AtomicFolder.Write(target, temporary =>
            {
                WriteWeights(model, Path.Combine(temporary, Weights));
                WriteTensors(optimizer.State.Select(s => (s.Key, s.Value)), Path.Combine(temporary, Moments));
                AtomicFile.WriteText(Path.Combine(temporary, State), state.ToJson());
            });
        }
        Prune(state);
    }

    /// <summary>Stores the weights of the best evaluation so far.</summary>
    public void SaveBest(Module model, int step) =>
        AtomicFolder.Write(
            Path.Combine(folder, Name(BestPrefix, step)), temporary => WriteWeights(model, Path.Combine(temporary, Weights)));

    /// <summary>The state of the newest complete checkpoint; null when there is none.</summary>
    /// <exception cref="OmniException">OH5010: it is damaged.</exception>
    public TrainingState? NewestState() =>
        Steps().LastOrDefault() is { } newest ? ReadState(Path.Combine(folder, newest, State)) : null;

    /// <summary>Puts the newest complete checkpoint back; null when there is none.</summary>
    /// <exception cref="OmniException">OH5010: its state is damaged or of another step.</exception>
    public TrainingState? TryRestore(Module model, Optimizer optimizer)
    {
        if (Steps().LastOrDefault() is not { } newest) return null;
        var path = Path.Combine(folder, newest);
        var state = ReadState(Path.Combine(path, State));
        if (Name(StepPrefix, state.Step) != newest)
            throw TrainingState.NotResumable(Path.Combine(path, State), $"it is that of step {state.Step}, not of its folder");
        ReadWeights(model, Path.Combine(path, Weights));
        using (var moments = Checkpoint.Open(Path.Combine(path, Moments)))
        using (new TensorScope())
            foreach (var name in moments.Names) optimizer.Restore(name, View(moments.Get(name), moments));
        optimizer.StepCount = state.Step - state.SkippedSteps;
        TorchEngine.RestoreRandomState(state.RandomState);
        Prune(state);
        return state;
    }

    private static TrainingState ReadState(string path)
    {
        TrainingState state;
        try
        {
            state = TrainingState.Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TrainingState.NotResumable(path, e.Message, e);
        }
        var (found, expected) = (state.RandomState.Length, TorchEngine.RandomState().Length);
        return found == expected
            ? state
            : throw TrainingState.NotResumable(path, $"its random state has {found} bytes, and that of this libtorch {expected}");
    }

    /// <summary>Puts the best weights into the model.</summary>
    public void LoadBest(Module model, TrainingState state)
    {
        if (state.BestStep is { } step) ReadWeights(model, Path.Combine(folder, Name(BestPrefix, step), Weights));
    }

    private static string Name(string prefix, int step) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{step:D8}");

    // Names of the whole checkpoints, oldest first.
    private IEnumerable<string> Steps() => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder, StepPrefix + "*")
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.EndsWith(AtomicFolder.Unfinished, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
        : [];

    // Everything here was made by this run: older steps, bests that the state does not know, and leftovers of a kill.
    private void Prune(TrainingState state)
    {
        var keep = new[] { Name(StepPrefix, state.Step), state.BestStep is { } best ? Name(BestPrefix, best) : "" };
        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(path);
            var isOurs = name.StartsWith(StepPrefix, StringComparison.Ordinal) || name.StartsWith(BestPrefix, StringComparison.Ordinal);
            if (isOurs && !keep.Contains(name)) Directory.Delete(path, true);
        }
    }

    private static void WriteWeights(Module model, string path) =>
        WriteTensors(Changing(model).Select(p => (p.Name, p.Value.Value)), path);

    private static void WriteTensors(IEnumerable<(string Name, Tensor Value)> tensors, string path)
    {
        using var scope = new TensorScope();
        SafetensorsWriter.Write(path, tensors.Select(t =>
        {
            var value = t.Value.Detach().To(Device.Cpu, t.Value.DType).Contiguous();
            return TensorSource.FromAddress(t.Name, value.DType, value.Shape, value.DataAddress);
        }).ToList());
    }

    private static void ReadWeights(Module model, string path)
    {
        using var file = Checkpoint.Open(path);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        foreach (var (name, parameter) in Changing(model)) parameter.Value.CopyInPlace(View(file.Get(name), file));
    }

    // Frozen weights are those that training starts from.
    private static IEnumerable<(string Name, Parameter Value)> Changing(Module model) =>
        model.NamedParameters().Where(entry => entry.Value.IsTrainable || entry.Value.IsBuffer);

    private static Tensor View(CheckpointTensor tensor, Checkpoint owner) =>
        Tensor.FromMemory(tensor.Address, tensor.Shape, tensor.Type, owner);
}
