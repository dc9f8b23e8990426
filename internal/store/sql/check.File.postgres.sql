-- The server looks after its own files.
SELECT 'ok'
